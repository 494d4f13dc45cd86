namespace Draaiboek.Tests.Support;

/// <summary>The real clock, moved: tests jump over days while timers keep running.</summary>
public sealed class TestTime : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + _ahead;

    public void Advance(TimeSpan time) => _ahead += time;
}
