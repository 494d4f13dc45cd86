namespace Draaiboek.Meldingen;

/// <summary>The settings under <c>Draaiboek:Meldpunt:</c>.</summary>
/// <param name="BewaartermijnDagen">Days after the last message that a conversation is kept.</param>
internal sealed record MeldpuntSettings(int BewaartermijnDagen)
{
    private const int Gewoonlijk = 90;
    private const int Langst = 3_650;

    /// <param name="section">The section <c>Draaiboek</c>.</param>
    /// <param name="errors">Gets a line when the setting is wrong; the answer is of use only when it stays empty.</param>
    public static MeldpuntSettings Read(IConfiguration section, List<string> errors) => new(Bewaartermijn.Read(section, "Meldpunt:BewaartermijnDagen", Gewoonlijk, Langst, errors));

    /// <summary>The last day on which a conversation with its last message on that day is still there: the term is counted in whole days.</summary>
    public DateOnly BewaardTot(DateOnly laatsteOp) => laatsteOp.AddDays(BewaartermijnDagen);
}
