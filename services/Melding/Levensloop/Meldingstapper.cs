using System.Globalization;
using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>What every step after the registration answers.</summary>
internal sealed record MeldingStapAntwoord(Guid Id, MeldingToestand Toestand, int Versie);

/// <summary>One step that somebody takes.</summary>
/// <param name="MeldingId">The melding.</param>
/// <param name="Soort">Which step.</param>
/// <param name="Tekst">In words: what is added, or why. Encrypted.</param>
/// <param name="Reden">The reason as a code, when the step has a list of these; of a step that can go several ways, which; of one about a bijlage, its id.</param>
/// <param name="Op">Day of the step itself; today when it is left out.</param>
/// <param name="Bericht">The message that tells the step, when it is counted; of the melding as it is after it.</param>
internal sealed record Meldingsstap(
    Guid MeldingId, MeldingStapSoort Soort, string? Tekst = null, string? Reden = null, DateOnly? Op = null, Func<Melding, object>? Bericht = null);

/// <summary>What every step does around its own: find the melding, hold the step against the table, write history, audit and message.</summary>
internal sealed class Meldingstapper(MeldingDbContext db, EnvelopeEncryption encryption, TimeProvider time)
{
    /// <param name="zichtbaar">The meldingen that this caller may take this step on; others do not exist for it.</param>
    /// <param name="stap">The step.</param>
    /// <param name="caller">Who takes it.</param>
    /// <param name="work">The step's own part, with the key of the melding; a refusal when it can't.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Outcome> ZetAsync(
        Func<IQueryable<Melding>, IQueryable<Melding>> zichtbaar,
        Meldingsstap stap,
        Caller caller,
        Func<Melding, DataKey, Outcome?> work,
        CancellationToken cancellationToken)
    {
        var melding = await zichtbaar(db.Meldingen).SingleOrDefaultAsync(m => m.Id == stap.MeldingId, cancellationToken);
        if (melding is null)
        {
            return new Outcome.NotFound();
        }

        if (Meldingstabel.Naar(melding.Toestand, stap.Soort) is not { } naar)
        {
            return NietToegelaten(melding);
        }

        if (await encryption.OpenKeyAsync(melding, cancellationToken) is not { } key)
        {
            return new Outcome.Conflict("De gegevens van deze melding zijn gewist.");
        }

        var soort = melding.Soort;
        if (work(melding, key) is { } refused)
        {
            return refused;
        }

        melding.Toestand = naar;
        Noteer(melding, stap, caller.VoId ?? caller.Sub, caller.Scope<Centrum>(Rollen.Centrummedewerker) is null, soort == melding.Soort ? null : soort, key);
        db.AddAudit(caller, $"melding.{JsonNamingPolicy.KebabCaseLower.ConvertName(stap.Soort.ToString())}", melding.Id, time);
        return new Outcome.Created($"/api/meldingen/{melding.Id}", new MeldingStapAntwoord(melding.Id, melding.Toestand, melding.Versie), melding.Versie);
    }

    /// <summary>As <see cref="ZetAsync"/>, for what is done for one young person: an adviesvraag is about none (M11).</summary>
    public Task<Outcome> ZetVoorJongereAsync(Meldingsstap stap, Caller caller, Func<Melding, Outcome?> work, CancellationToken cancellationToken)
        => ZetAsync(
            meldingen => meldingen.ZichtbaarVoor(caller),
            stap,
            caller,
            (melding, _) => melding.Soort.BetreftJongere()
                ? work(melding)
                : new Outcome.Conflict("Een adviesvraag gaat over geen jongere. Laat het centrum eerst de soort verbeteren."),
            cancellationToken);

    /// <summary>Writes the step in the history, and tells the others when it is one that they follow.</summary>
    /// <param name="melding">As it is after the step.</param>
    /// <param name="stap">The step; what it says in words needs the key.</param>
    /// <param name="door">Who took it.</param>
    /// <param name="doorMelder">Whether that is of the organisation that reported.</param>
    /// <param name="soortVoordien">Kind of question before, when the step changed it.</param>
    /// <param name="key">Of the melding.</param>
    public void Noteer(Melding melding, Meldingsstap stap, string door, bool doorMelder = false, SoortVraag? soortVoordien = null, DataKey? key = null)
    {
        melding.Versie++;
        db.Stappen.Add(new MeldingStap
        {
            MeldingId = melding.Id,
            Versie = melding.Versie,
            Soort = stap.Soort,
            Op = stap.Op ?? time.Vandaag(),
            GeregistreerdOp = time.GetUtcNow(),
            Door = door,
            DoorMelder = doorMelder,
            Reden = stap.Reden,
            SoortVoordien = soortVoordien,
            TekstVersleuteld = stap.Tekst is { } tekst ? key!.Encrypt(TekstVan(melding.Versie), tekst) : null,
        });
        if (MeldingBericht.WijzigingVan(stap.Soort) is { } wijziging)
        {
            db.AddMessage(melding.Id, melding.AlsWijziging(wijziging, time), time);
        }

        if (stap.Bericht is { } bericht)
        {
            db.AddMessage(melding.Id, bericht(melding), time);
        }
    }

    /// <summary>What a step gets that the state does not allow.</summary>
    public static Outcome NietToegelaten(Melding melding)
        => new Outcome.StapNietToegelaten(melding.Toestand.Woord(), [.. Meldingstabel.ToegelatenVan(melding.Toestand).Select(toegelaten => toegelaten.Woord())]);

    /// <summary>Name of the encrypted text of the step that led to this version; each value is bound to it.</summary>
    public static string TekstVan(int versie) => string.Create(CultureInfo.InvariantCulture, $"stap:{versie}");
}

internal static class MeldingBericht
{
    /// <summary>What others must follow; null for a step that concerns nobody else.</summary>
    public static MeldingWijziging? WijzigingVan(MeldingStapSoort stap) => stap switch
    {
        MeldingStapSoort.Gecorrigeerd => MeldingWijziging.Gecorrigeerd,
        MeldingStapSoort.Ingetrokken => MeldingWijziging.Ingetrokken,
        MeldingStapSoort.OverdrachtAanvaard => MeldingWijziging.Overgedragen,
        MeldingStapSoort.Gewist => MeldingWijziging.Gewist,
        _ => null,
    };

    /// <summary>The melding as it stands after a change that others must follow.</summary>
    public static MeldingWerdGewijzigd AlsWijziging(this Melding melding, MeldingWijziging wijziging, TimeProvider time) => new()
    {
        MeldingId = melding.Id,
        Versie = melding.Versie,
        Wijziging = wijziging,
        Op = time.Vandaag(),
        GeregistreerdOp = time.GetUtcNow(),
        Ingetrokken = melding.Toestand == MeldingToestand.Ingetrokken,
        OntvangenOp = melding.OntvangenOp,
        Soort = melding.Soort,
        Centrum = melding.Centrum,
        Kanaal = melding.Kanaal,
        Sector = melding.Sector,
        Acuut = melding.Acuut,
        AcuutVanVroeger = melding.AcuutVanVroeger,
        Leeftijdsklasse = melding.Leeftijdsklasse,
        Geslacht = melding.Geslacht,
        Provincie = melding.Provincie,
        Verblijf = melding.Verblijf,
        LinkTienerpooier = melding.LinkTienerpooier,
        Rekruteringskanaal = melding.Rekruteringskanaal,
        AantalKeerWeggelopen = melding.AantalKeerWeggelopen,
        ConsulentBetrokken = melding.ConsulentBetrokken,
        Signalen = melding.Signalen,
    };
}
