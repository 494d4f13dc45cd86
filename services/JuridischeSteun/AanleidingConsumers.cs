using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.JuridischeSteun;

/// <summary>A positive advice with consent can be chosen by a counsellor; one without goes nowhere (S4), so it does not even show here.</summary>
internal sealed class PositiefAdviesWerdGegevenConsumer(InboxServices<JuridischeSteunDbContext> services)
    : InboxConsumer<JuridischeSteunDbContext, PositiefAdviesWerdGegeven>(services)
{
    protected override Task HandleAsync(PositiefAdviesWerdGegeven message, CancellationToken cancellationToken)
        => message.ToestemmingGegeven
            ? Db.NoteerAsync(message.MeldingId, AanleidingSoort.PositiefAdvies, message.Centrum, message.Op, cancellationToken)
            : Task.CompletedTask;
}

internal sealed class PositiefAdviesWerdGegevenConsumerDefinition : InboxConsumerDefinition<PositiefAdviesWerdGegevenConsumer>;

/// <summary>A victim that is known already needs no assessment for legal support (J1).</summary>
internal sealed class GekendSlachtofferConsumer(InboxServices<JuridischeSteunDbContext> services)
    : InboxConsumer<JuridischeSteunDbContext, MeldingWerdGeregistreerd>(services)
{
    protected override async Task HandleAsync(MeldingWerdGeregistreerd message, CancellationToken cancellationToken)
    {
        // Changed since: what was registered no longer decides.
        if (message.Soort == SoortVraag.GekendSlachtoffer && !await Db.GevolgdeMeldingen.AnyAsync(melding => melding.MeldingId == message.MeldingId, cancellationToken))
        {
            await Db.NoteerAsync(message.MeldingId, AanleidingSoort.GekendSlachtoffer, message.Centrum, message.OntvangenOp, cancellationToken);
        }
    }
}

internal sealed class GekendSlachtofferConsumerDefinition : InboxConsumerDefinition<GekendSlachtofferConsumer>;

/// <summary>
/// Follows a melding that changed: one that turns out to be about a known victim can be chosen, one that no longer is can't, unless a file was opened for it;
/// one that another centre took over (S11) goes to the counsellors of that centre.
/// </summary>
internal sealed class GekendSlachtofferGewijzigdConsumer(InboxServices<JuridischeSteunDbContext> services)
    : InboxConsumer<JuridischeSteunDbContext, MeldingWerdGewijzigd>(services)
{
    protected override async Task HandleAsync(MeldingWerdGewijzigd message, CancellationToken cancellationToken)
    {
        var gevolgd = await Db.GevolgdeMeldingen.FindAsync([message.MeldingId], cancellationToken);
        if (gevolgd is null)
        {
            Db.GevolgdeMeldingen.Add(new GevolgdeMelding { MeldingId = message.MeldingId, Versie = message.Versie });
        }
        else if (gevolgd.Versie < message.Versie)
        {
            gevolgd.Versie = message.Versie;
        }
        else
        {
            return;
        }

        if (await Db.Dossiers.AnyAsync(dossier => dossier.MeldingId == message.MeldingId, cancellationToken))
        {
            return;
        }

        var aanleidingen = await Db.Aanleidingen.Where(aanleiding => aanleiding.MeldingId == message.MeldingId).ToListAsync(cancellationToken);
        if (message.Wijziging == MeldingWijziging.Gewist)
        {
            // Nobody could be found for it any more.
            Db.Aanleidingen.RemoveRange(aanleidingen);
            return;
        }

        aanleidingen.ForEach(aanleiding => aanleiding.Centrum = message.Centrum);
        var gekend = message is { Soort: SoortVraag.GekendSlachtoffer, Ingetrokken: false };
        if (gekend)
        {
            await Db.NoteerAsync(message.MeldingId, AanleidingSoort.GekendSlachtoffer, message.Centrum, message.OntvangenOp, cancellationToken);
        }
        else
        {
            Db.Aanleidingen.RemoveRange(aanleidingen.Where(aanleiding => aanleiding.Soort == AanleidingSoort.GekendSlachtoffer));
        }
    }
}

internal sealed class GekendSlachtofferGewijzigdConsumerDefinition : InboxConsumerDefinition<GekendSlachtofferGewijzigdConsumer>;

internal static class AanleidingNotitie
{
    public static async Task NoteerAsync(
        this JuridischeSteunDbContext db, Guid meldingId, AanleidingSoort soort, Centrum centrum, DateOnly op, CancellationToken cancellationToken)
    {
        if (!await db.Aanleidingen.AnyAsync(aanleiding => aanleiding.MeldingId == meldingId && aanleiding.Soort == soort, cancellationToken))
        {
            db.Aanleidingen.Add(new Aanleiding { MeldingId = meldingId, Soort = soort, Centrum = centrum, Op = op, Volgorde = op.DayNumber });
        }
    }
}
