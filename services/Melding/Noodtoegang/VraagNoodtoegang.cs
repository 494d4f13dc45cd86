using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// Break-glass for a centre's night duty: a person of another centre reads one melding, with a reason, for some hours. Every one stands in the audit trail as
/// <c>melding.noodtoegang</c>, for an auditor to judge afterwards. Reading only: what must be done is done by who has the melding, or after a hand-over (S11).
/// </summary>
internal static class VraagNoodtoegang
{
    private const int MinReden = 20;
    private const int MaxReden = 2_000;

    /// <summary>A night.</summary>
    private static readonly TimeSpan Duur = TimeSpan.FromHours(8);

    internal sealed record Invoer(string Reden);

    internal sealed record Antwoord(Guid Id, DateTimeOffset Tot);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels()
        {
            RuleFor(i => i.Reden).Tekst(MaxReden);
            RuleFor(i => i.Reden).MinimumLength(MinReden).WithMessage($"zeg in minstens {MinReden} tekens waarom het niet kan wachten");
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            "/api/meldingen/{id:guid}/noodtoegang",
            Toegang.VoorPersoon(Rollen.Centrummedewerker),
            "In nood een melding van een ander centrum lezen, met reden en voor acht uur; de auditor ziet het",
            HandleAsync);

    private static async Task<Outcome> HandleAsync(
        Guid id, Body<Invoer> body, Caller caller, MeldingDbContext db, EnvelopeEncryption encryption, TimeProvider time, CancellationToken cancellationToken)
    {
        var melding = await db.Meldingen.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (melding is null || await encryption.OpenKeyAsync(melding, cancellationToken) is not { } key)
        {
            return new Outcome.NotFound();
        }

        var nu = time.GetUtcNow();
        var toegang = new Noodtoegang
        {
            Id = Guid.CreateVersion7(nu),
            MeldingId = id,
            VoId = caller.Persoon,
            VanOp = nu,
            TotOp = nu + Duur,
            RedenVersleuteld = key.Encrypt(Velden.Noodtoegang, body.Value.Reden),
        };
        db.Noodtoegangen.Add(toegang);
        db.AddAudit(caller, "melding.noodtoegang", id, time);
        return new Outcome.Created($"/api/meldingen/{id}", new Antwoord(id, toegang.TotOp), melding.Versie);
    }
}

/// <summary>That one person may read one melding for a while. Never changed, also not afterwards.</summary>
internal sealed class Noodtoegang
{
    public required Guid Id { get; init; }

    public required Guid MeldingId { get; init; }

    public required string VoId { get; init; }

    public required DateTimeOffset VanOp { get; init; }

    public required DateTimeOffset TotOp { get; init; }

    /// <summary>Encrypted with the key of the melding: a reason given at night may well name somebody.</summary>
    public required byte[] RedenVersleuteld { get; init; }
}
