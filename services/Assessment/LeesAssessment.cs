using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>One assessment with its history, its advice and what can be done next. The read is audited: an advice speaks of one young person.</summary>
internal static class LeesAssessment
{
    internal sealed record Antwoord(
        Guid Id,
        Guid MeldingId,
        int Versie,
        AssessmentToestand Toestand,
        DateOnly OntvangenOp,
        bool Acuut,
        int AantalGesprekken,
        RedenNietGestart? RedenNietGestart,
        Advies? Advies,
        bool? ToestemmingGegeven,
        ToestemmingDoor? ToestemmingDoor,
        DateOnly? ToestemmingOp,
        IReadOnlyList<Stap> Stappen,
        IReadOnlyList<StapSoort> ToegelatenStappen);

    internal sealed record Stap(StapSoort Soort, DateOnly Op, DateTimeOffset GeregistreerdOp, string Door);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/assessments/{id:guid}",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Eén assessment met zijn stappen en wat nu kan",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id,
        Caller caller,
        AssessmentDbContext db,
        EnvelopeEncryption encryption,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var a = await db.Assessments.AsNoTracking().ZichtbaarVoor(caller).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (a is null)
        {
            return new Outcome.NotFound();
        }

        var stappen = await db.Stappen.AsNoTracking().Where(stap => stap.AssessmentId == id).OrderBy(stap => stap.Versie)
            .Select(stap => new Stap(stap.Soort, stap.Op, stap.GeregistreerdOp, stap.Door))
            .ToListAsync(cancellationToken);
        var advies = a.AdviesVersleuteld is { } versleuteld && await encryption.OpenKeyAsync(id, cancellationToken) is { } key
            ? JsonSerializer.Deserialize<Advies>(key.Decrypt(Advies.Veld, versleuteld))
            : null;
        db.AddAudit(caller, "assessment.gelezen", id, time);
        return new Outcome.Ok(
            new Antwoord(
                a.Id, a.MeldingId, a.Versie, a.Toestand, a.OntvangenOp, a.Acuut, a.AantalGesprekken, a.RedenNietGestart,
                advies, a.ToestemmingGegeven, a.ToestemmingDoor, a.ToestemmingOp, stappen, Toestandstabel.ToegelatenVan(a.Toestand)),
            a.Versie);
    }
}

/// <summary>What an advice says in words (S5); encrypted with the key of the assessment.</summary>
internal sealed record Advies(string Bevindingen, string? VerdereMogelijkheden)
{
    public const string Veld = "advies";
}
