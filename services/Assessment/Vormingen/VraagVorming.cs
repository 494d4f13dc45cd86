using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Assessments;

/// <summary>A centre writes down that an organisation asks for vorming (S9): beside an assessment, or by itself.</summary>
internal static class VraagVorming
{
    /// <param name="Organisatie">KBO number of who asks.</param>
    /// <param name="Op">Day on which it was asked.</param>
    /// <param name="MeldingId">The question with which it was asked.</param>
    internal sealed record Invoer(string Organisatie, Sector Sector, DateOnly Op, Deelnemersklasse Deelnemers, bool Interdisciplinair, Guid? MeldingId) : IVormingsinvoer;

    internal sealed record Antwoord(Guid Id, Vormingsstand Stand, int Versie);

    internal sealed class Regels : VormingRegels<Invoer>
    {
        public Regels(TimeProvider time) : base(time)
            => RuleFor(i => i.Organisatie).Must(KboNummer.IsGeldig).WithMessage("moet een geldig KBO-nummer zijn: tien cijfers, zonder punten");
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            "/api/vormingen",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Vastleggen dat een organisatie vorming vraagt",
            Handle);

    private static Outcome Handle(Body<Invoer> body, Caller caller, AssessmentDbContext db, TimeProvider time)
    {
        if (caller.Scope<Centrum>(Rollen.Centrummedewerker) is not { } centrum)
        {
            return new Outcome.NotFound();
        }

        var invoer = body.Value;
        var vorming = new Vorming
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Centrum = centrum,
            Organisatie = invoer.Organisatie,
            MeldingId = invoer.MeldingId,
            Sector = invoer.Sector,
            Op = invoer.Op,
            Deelnemers = invoer.Deelnemers,
            Interdisciplinair = invoer.Interdisciplinair,
            GeregistreerdOp = time.GetUtcNow(),
        };
        db.Vormingen.Add(vorming);
        db.AddAudit(caller, "vorming.gevraagd", vorming.Id, time);
        db.Vertel(vorming, verbeterd: false, time);
        return new Outcome.Created($"/api/vormingen/{vorming.Id}", new Antwoord(vorming.Id, vorming.Stand, vorming.Versie), vorming.Versie);
    }
}
