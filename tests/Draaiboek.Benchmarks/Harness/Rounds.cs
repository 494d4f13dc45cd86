namespace Draaiboek.Benchmarks;

/// <summary>How long to measure: whole, or short for a quick look. Many short rounds rather than few long ones: what else the machine does then falls on both alike.</summary>
internal sealed record Rounds(int Count, TimeSpan Duration)
{
    public static readonly Rounds Whole = new(15, TimeSpan.FromSeconds(2));
    public static readonly Rounds Short = new(5, TimeSpan.FromSeconds(1));

    public bool IsShort => this == Short;
}
