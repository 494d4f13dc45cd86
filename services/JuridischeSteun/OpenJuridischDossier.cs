using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Hosting.Reserved;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.JuridischeSteun;

/// <summary>
/// A legal counsellor opens a file after a positive advice with consent, or for a known victim (J1). The only way in which one comes to be:
/// it carries who, why and on what ground (M5).
/// </summary>
internal static class OpenJuridischDossier
{
    private const string WaaromVeld = "waarom";
    private const int MaxWaarom = 5_000;

    /// <param name="MeldingId">The melding whose aanleiding it is.</param>
    /// <param name="Op">Day of the decision.</param>
    /// <param name="Waarom">Why now, in the counsellor's words; encrypted.</param>
    /// <param name="Rechtsgrond">Legal support rests on consent; the other grounds of M12 allow a disclosure, not this.</param>
    /// <param name="ToestemmingDoor">Who consented.</param>
    internal sealed record Invoer(Guid MeldingId, DateOnly Op, string Waarom, Rechtsgrond Rechtsgrond, ToestemmingDoor ToestemmingDoor);

    internal sealed record Antwoord(Guid Id, Guid MeldingId, DossierToestand Toestand, int Versie);

    internal sealed class Regels : AbstractValidator<Invoer>
    {
        public Regels(TimeProvider time)
        {
            RuleFor(i => i.Op).NietInDeToekomst(time);
            RuleFor(i => i.Waarom).Tekst(MaxWaarom);
            RuleFor(i => i.Rechtsgrond).Equal(Rechtsgrond.Toestemming).WithMessage("juridische begeleiding steunt op toestemming");
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapCommand<Invoer, Antwoord>(
            "/api/juridische-dossiers",
            Toegang.VoorPersoon(Rollen.JuridischBegeleider),
            "Een juridisch dossier openen; dat gebeurt alleen zo, door een persoon",
            HandleAsync)
            .Refuses(StatusCodes.Status404NotFound);

    private static async Task<Outcome> HandleAsync(
        Body<Invoer> body, Caller caller, JuridischeSteunDbContext db, EnvelopeEncryption encryption, TimeProvider time, CancellationToken cancellationToken)
    {
        var invoer = body.Value;
        var aanleiding = await db.Aanleidingen.AsNoTracking().ZichtbaarVoor(caller)
            .OrderBy(a => a.Volgorde)
            .FirstOrDefaultAsync(a => a.MeldingId == invoer.MeldingId, cancellationToken);
        if (aanleiding is null)
        {
            return new Outcome.NotFound();
        }

        if (invoer.Op < aanleiding.Op)
        {
            return new Outcome.Invalid("op", $"ligt voor de aanleiding ({aanleiding.Op:yyyy-MM-dd})");
        }

        if (await db.Dossiers.AnyAsync(d => d.MeldingId == invoer.MeldingId, cancellationToken))
        {
            return new Outcome.Conflict("Voor deze melding is al een juridisch dossier geopend.");
        }

        var dossier = new JuridischDossier
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            MeldingId = invoer.MeldingId,
            Centrum = aanleiding.Centrum,
            Aanleiding = aanleiding.Soort,
            GeopendOp = invoer.Op,
            GeregistreerdOp = time.GetUtcNow(),
            GeopendDoor = caller.Persoon,
            ToestemmingDoor = invoer.ToestemmingDoor,
        };
        var key = await encryption.CreateKeyAsync(dossier.Id, cancellationToken);
        db.Dossiers.Add(dossier);
        db.Handelingen.Add(new VoorbehoudenHandeling
        {
            Soort = dossier.Soort,
            OnderwerpId = dossier.Id,
            VoId = caller.Persoon,
            Rechtsgrond = invoer.Rechtsgrond,
            Waarom = key.Encrypt(WaaromVeld, invoer.Waarom),
            Op = invoer.Op,
            GeregistreerdOp = dossier.GeregistreerdOp,
        });
        db.AddAudit(caller, "juridisch-dossier.geopend", dossier.Id, time);
        db.AddMessage(dossier.Id, AlsBericht(dossier), time);
        return new Outcome.Created(
            $"/api/juridische-dossiers/{dossier.Id}",
            new Antwoord(dossier.Id, dossier.MeldingId, dossier.Toestand, dossier.Versie),
            dossier.Versie);
    }

    /// <summary>Why the file was opened, for who may read the file; null when its key was destroyed.</summary>
    public static string? LeesWaarom(VoorbehoudenHandeling handeling, DataKey? key) => key?.Decrypt(WaaromVeld, handeling.Waarom);

    private static JuridischDossierWerdGeopend AlsBericht(JuridischDossier dossier) => new()
    {
        DossierId = dossier.Id,
        MeldingId = dossier.MeldingId,
        Versie = dossier.Versie,
        Aanleiding = dossier.Aanleiding,
        Op = dossier.GeopendOp,
        GeregistreerdOp = dossier.GeregistreerdOp,
    };
}
