using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>
/// The pseudonym that a melding got by a person's judgement (G6): in the place of the one in its first fact, <see cref="Feit.Pseudoniem"/>. Says which meldingen
/// are about one young person, reported more than once, and nothing about taken in more than once or victim again.
/// </summary>
internal sealed class Herhaling
{
    public required Guid MeldingId { get; init; }

    /// <summary>Of the pseudonym; the highest that came holds.</summary>
    public required int Versie { get; set; }

    public required Guid Pseudoniem { get; set; }

    /// <summary>Moment of the judgement, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; set; }
}

/// <summary>Keeps the pseudonym of the highest version, in whatever order the messages come.</summary>
internal sealed class HerhalingVastgesteldConsumer(InboxServices<RegistratieDbContext> services) : InboxConsumer<RegistratieDbContext, HerhalingWerdVastgesteld>(services)
{
    protected override async Task HandleAsync(HerhalingWerdVastgesteld message, CancellationToken cancellationToken)
    {
        var herhaling = await Db.Herhalingen.SingleOrDefaultAsync(row => row.MeldingId == message.MeldingId, cancellationToken);
        if (herhaling is null)
        {
            Db.Herhalingen.Add(new Herhaling
            {
                MeldingId = message.MeldingId,
                Versie = message.Versie,
                Pseudoniem = message.Pseudoniem,
                GeregistreerdOp = message.GeregistreerdOp,
            });
        }
        else if (herhaling.Versie < message.Versie)
        {
            herhaling.Versie = message.Versie;
            herhaling.Pseudoniem = message.Pseudoniem;
            herhaling.GeregistreerdOp = message.GeregistreerdOp;
        }
    }
}

internal sealed class HerhalingVastgesteldConsumerDefinition : InboxConsumerDefinition<HerhalingVastgesteldConsumer>;
