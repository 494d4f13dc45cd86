using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Assessments;

/// <summary>A centre writes down why it has a backlog, since when, and until when if that is over (G2).</summary>
internal static class VerklaarAchterstand
{
    internal sealed record Invoer(Achterstandsoorzaak Oorzaak, DateOnly Van, DateOnly? Tot) : IOorzaak;

    internal sealed record Antwoord(Guid Id, int Versie);

    internal sealed class Regels(TimeProvider time) : OorzaakRegels<Invoer>(time);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            "/api/achterstanden",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Vastleggen waardoor het centrum een achterstand heeft",
            Handle);

    private static Outcome Handle(Body<Invoer> body, Caller caller, AssessmentDbContext db, TimeProvider time)
    {
        if (caller.Scope<Centrum>(Rollen.Centrummedewerker) is not { } centrum)
        {
            return new Outcome.NotFound();
        }

        var (oorzaak, van, tot) = body.Value;
        var achterstand = new Achterstand
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Centrum = centrum,
            Oorzaak = oorzaak,
            Van = van,
            Tot = tot,
            GeregistreerdOp = time.GetUtcNow(),
        };
        db.Achterstanden.Add(achterstand);
        db.AddAudit(caller, "achterstand.verklaard", achterstand.Id, time);
        db.Vertel(achterstand, time);
        return new Outcome.Created($"/api/achterstanden/{achterstand.Id}", new Antwoord(achterstand.Id, achterstand.Versie), achterstand.Versie);
    }
}
