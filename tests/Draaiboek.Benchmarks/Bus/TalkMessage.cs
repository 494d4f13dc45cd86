using Draaiboek.Berichten;

namespace Draaiboek.Benchmarks;

/// <summary>The message that both sides carry: one that a single service listens to, of an assessment of its own each time.</summary>
internal static class TalkMessage
{
    /// <param name="day">Tells the effects of one round from those of another.</param>
    public static AssessmentgesprekWerdGevoerd Make(DateOnly day) => new()
    {
        AssessmentId = Guid.CreateVersion7(),
        MeldingId = Guid.CreateVersion7(),
        Versie = 3,
        Op = day,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Nummer = 1,
    };
}
