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
    protected override Task HandleAsync(MeldingWerdGeregistreerd message, CancellationToken cancellationToken)
        => message.Soort == SoortVraag.GekendSlachtoffer
            ? Db.NoteerAsync(message.MeldingId, AanleidingSoort.GekendSlachtoffer, message.Centrum, message.OntvangenOp, cancellationToken)
            : Task.CompletedTask;
}

internal sealed class GekendSlachtofferConsumerDefinition : InboxConsumerDefinition<GekendSlachtofferConsumer>;

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
