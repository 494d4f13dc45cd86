using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Meldingen;

// What others did because of a melding, so that it is not taken away from under them. One consumer for each message, each with its own queue.

/// <summary>A talk that was also the first of the assessment begins it (S2).</summary>
internal sealed class KennismakingGevoerdConsumer(InboxServices<MeldingDbContext> services) : InboxConsumer<MeldingDbContext, KennismakingsgesprekWerdGevoerd>(services)
{
    protected override Task HandleAsync(KennismakingsgesprekWerdGevoerd message, CancellationToken cancellationToken)
        => message.OokEersteAssessmentgesprek ? Db.NoteerAsync(message.MeldingId, vervolg => vervolg.AssessmentBegonnen = true, cancellationToken) : Task.CompletedTask;
}

internal sealed class KennismakingGevoerdConsumerDefinition : InboxConsumerDefinition<KennismakingGevoerdConsumer>;

internal sealed class GesprekGevoerdConsumer(InboxServices<MeldingDbContext> services) : InboxConsumer<MeldingDbContext, AssessmentgesprekWerdGevoerd>(services)
{
    protected override Task HandleAsync(AssessmentgesprekWerdGevoerd message, CancellationToken cancellationToken)
        => Db.NoteerAsync(message.MeldingId, vervolg => vervolg.AssessmentBegonnen = true, cancellationToken);
}

internal sealed class GesprekGevoerdConsumerDefinition : InboxConsumerDefinition<GesprekGevoerdConsumer>;

internal sealed class DossierGeopendConsumer(InboxServices<MeldingDbContext> services) : InboxConsumer<MeldingDbContext, JuridischDossierWerdGeopend>(services)
{
    protected override Task HandleAsync(JuridischDossierWerdGeopend message, CancellationToken cancellationToken)
        => Db.NoteerAsync(message.MeldingId, vervolg => vervolg.DossierGeopend = true, cancellationToken);
}

internal sealed class DossierGeopendConsumerDefinition : InboxConsumerDefinition<DossierGeopendConsumer>;

/// <summary>However an assessment ended: from then on its melding can be erased.</summary>
internal abstract class EindeConsumer<TMessage>(InboxServices<MeldingDbContext> services, Func<TMessage, Guid> melding) : InboxConsumer<MeldingDbContext, TMessage>(services)
    where TMessage : class
{
    protected override Task HandleAsync(TMessage message, CancellationToken cancellationToken)
        => Db.NoteerAsync(melding(message), vervolg => vervolg.AssessmentGeeindigd = true, cancellationToken);
}

internal sealed class NegatiefAdviesConsumer(InboxServices<MeldingDbContext> services) : EindeConsumer<NegatiefAdviesWerdGegeven>(services, message => message.MeldingId);

internal sealed class NegatiefAdviesConsumerDefinition : InboxConsumerDefinition<NegatiefAdviesConsumer>;

internal sealed class PositiefAdviesConsumer(InboxServices<MeldingDbContext> services) : EindeConsumer<PositiefAdviesWerdGegeven>(services, message => message.MeldingId);

internal sealed class PositiefAdviesConsumerDefinition : InboxConsumerDefinition<PositiefAdviesConsumer>;

internal sealed class NietGestartConsumer(InboxServices<MeldingDbContext> services) : EindeConsumer<AssessmentWerdNietGestart>(services, message => message.MeldingId);

internal sealed class NietGestartConsumerDefinition : InboxConsumerDefinition<NietGestartConsumer>;

internal sealed class StopgezetConsumer(InboxServices<MeldingDbContext> services) : EindeConsumer<AssessmentWerdStopgezet>(services, message => message.MeldingId);

internal sealed class StopgezetConsumerDefinition : InboxConsumerDefinition<StopgezetConsumer>;

internal static class VervolgNotitie
{
    public static async Task NoteerAsync(this MeldingDbContext db, Guid meldingId, Action<Vervolg> noteer, CancellationToken cancellationToken)
    {
        var vervolg = await db.Vervolgen.FindAsync([meldingId], cancellationToken);
        if (vervolg is null)
        {
            vervolg = new Vervolg { MeldingId = meldingId };
            db.Vervolgen.Add(vervolg);
        }

        noteer(vervolg);
    }
}
