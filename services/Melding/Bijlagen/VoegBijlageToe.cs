using Draaiboek.Hosting;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// A document or a picture comes with a melding. The same one twice is one: the answer is that of the first time. An adviesvraag takes none: what shows or names a
/// young person is refused there (M11), and nobody can see from outside what a picture shows.
/// </summary>
internal static class VoegBijlageToe
{
    internal const string Gewist = "De gegevens van deze melding zijn gewist.";

    /// <param name="Grootte">In bytes.</param>
    /// <param name="Versie">Of the melding.</param>
    internal sealed record Antwoord(Guid Id, Bijlagetype Type, int Grootte, int Versie);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapUpload<Antwoord>(
            BijlageRoutes.Bijlagen,
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "Een bijlage aan een melding toevoegen: een PDF of een foto",
            HandleAsync,
            BijlageUpload.Veld,
            "Een PDF, JPEG, PNG, WebP of HEIC van hoogstens 20 MB, met zijn bestandsnaam. Wat het is, wordt aan de inhoud gezien.",
            Bijlagegrenzen.MaxAanvraag);

    private static async Task<Outcome> HandleAsync(
        Guid id,
        BijlageUpload upload,
        Caller caller,
        MeldingDbContext db,
        EnvelopeEncryption encryption,
        Meldingstapper stapper,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await db.VergrendelAsync(id, caller, cancellationToken) is not { } melding)
        {
            return new Outcome.NotFound();
        }

        if (await encryption.OpenKeyAsync(melding, cancellationToken) is not { } key)
        {
            return new Outcome.Conflict(Gewist);
        }

        var ontvangen = upload.Bijlage;
        foreach (var eerder in await db.Bijlagen.AsNoTracking().Where(b => b.MeldingId == id && b.VerwijderdOp == null && b.Grootte == ontvangen.Grootte).ToListAsync(cancellationToken))
        {
            if (eerder.Gegevens(key) is { } gegevens && gegevens.Sha256.AsSpan().SequenceEqual(ontvangen.Gegevens.Sha256))
            {
                return Toegevoegd(eerder, melding.Versie);
            }
        }

        if (await db.WaaromNietAsync(melding, ontvangen.Grootte, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var bijlage = new Bijlage
        {
            Id = ontvangen.Id,
            MeldingId = id,
            Type = ontvangen.Type,
            Grootte = ontvangen.Grootte,
            ToegevoegdOp = time.Vandaag(),
            ToegevoegdDoor = caller.VoId ?? caller.Sub,
            GegevensVersleuteld = Bijlage.Versleutel(key, ontvangen.Id, ontvangen.Gegevens),
        };
        var outcome = await stapper.ZetAsync(
            meldingen => meldingen.ZichtbaarVoor(caller),
            new Meldingsstap(id, MeldingStapSoort.BijlageToegevoegd, Reden: bijlage.Id.ToString()),
            caller,
            static (_, _) => null,
            cancellationToken);
        if (outcome is not Outcome.Created done)
        {
            return outcome;
        }

        db.Bijlagen.Add(bijlage);
        db.Bijlagedelen.AddRange(ontvangen.Delen.Index().Select(deel => new Bijlagedeel { BijlageId = bijlage.Id, Nummer = deel.Index + 1, InhoudVersleuteld = deel.Item }));
        return Toegevoegd(bijlage, done.Versie);
    }

    private static Outcome.Created Toegevoegd(Bijlage bijlage, int versie)
        => new(BijlageRoutes.Pad(bijlage.MeldingId, bijlage.Id), new Antwoord(bijlage.Id, bijlage.Type, bijlage.Grootte, versie), versie);
}

internal static class Bijlageregels
{
    /// <summary>
    /// Holds the melding until the transaction ends, so that of several who add to it at once each sees what the one before did: no limit is passed, no double is kept,
    /// and nobody has to send 20 MB again because another was first.
    /// </summary>
    /// <returns>The melding as it is now; null when the caller does not see it.</returns>
    public static async Task<Melding?> VergrendelAsync(this MeldingDbContext db, Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await db.BeginAsync(cancellationToken);
        var melding = db.Meldingen.ZichtbaarVoor(caller).Where(m => m.Id == id);
        return await melding.ExecuteUpdateAsync(rij => rij.SetProperty(m => m.Versie, m => m.Versie), cancellationToken) > 0
            ? await melding.AsNoTracking().SingleOrDefaultAsync(cancellationToken)
            : null;
    }

    /// <summary>Why nothing of that many bytes can be added now; null when it can.</summary>
    public static async Task<Outcome?> WaaromNietAsync(this MeldingDbContext db, Melding melding, int grootte, CancellationToken cancellationToken)
    {
        if (Meldingstabel.Naar(melding.Toestand, MeldingStapSoort.BijlageToegevoegd) is null)
        {
            return Meldingstapper.NietToegelaten(melding);
        }

        if (!melding.Soort.BetreftJongere())
        {
            return new Outcome.Conflict("Een adviesvraag wordt zonder gegevens van een jongere gesteld en krijgt geen bijlagen. Laat het centrum eerst de soort verbeteren.");
        }

        var grootten = await db.Bijlagen.Where(b => b.MeldingId == melding.Id && b.VerwijderdOp == null).Select(b => b.Grootte).ToListAsync(cancellationToken);
        if (grootten.Count >= Bijlagegrenzen.MaxAantal)
        {
            return new Outcome.Conflict($"Deze melding heeft al {Bijlagegrenzen.MaxAantal} bijlagen. Verwijder er een, of voeg verschillende documenten samen in één PDF.");
        }

        return grootten.Sum() + grootte > Bijlagegrenzen.MaxSamen
            ? new Outcome.Conflict($"De bijlagen van deze melding zouden samen groter worden dan {Bijlagegrenzen.MaxSamen / 1024 / 1024} MB. Verwijder er een, of verklein deze.")
            : null;
    }
}
