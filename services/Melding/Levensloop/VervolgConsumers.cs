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

internal sealed class NegatiefAdviesConsumer(InboxServices<MeldingDbContext> services) : InboxConsumer<MeldingDbContext, NegatiefAdviesWerdGegeven>(services)
{
    protected override Task HandleAsync(NegatiefAdviesWerdGegeven message, CancellationToken cancellationToken)
        => Db.NoteerAsync(message.MeldingId, vervolg => vervolg.AssessmentGeeindigd = true, cancellationToken);
}

internal sealed class NegatiefAdviesConsumerDefinition : InboxConsumerDefinition<NegatiefAdviesConsumer>;

internal sealed class PositiefAdviesConsumer(InboxServices<MeldingDbContext> services) : InboxConsumer<MeldingDbContext, PositiefAdviesWerdGegeven>(services)
{
    protected override Task HandleAsync(PositiefAdviesWerdGegeven message, CancellationToken cancellationToken)
        => Db.NoteerAsync(message.MeldingId, vervolg => vervolg.AssessmentGeeindigd = true, cancellationToken);
}

internal sealed class PositiefAdviesConsumerDefinition : InboxConsumerDefinition<PositiefAdviesConsumer>;

internal sealed class NietGestartConsumer(InboxServices<MeldingDbContext> services) : InboxConsumer<MeldingDbContext, AssessmentWerdNietGestart>(services)
{
    protected override Task HandleAsync(AssessmentWerdNietGestart message, CancellationToken cancellationToken)
        => Db.NoteerAsync(message.MeldingId, vervolg => vervolg.AssessmentGeeindigd = true, cancellationToken);
}

internal sealed class NietGestartConsumerDefinition : InboxConsumerDefinition<NietGestartConsumer>;

internal sealed class StopgezetConsumer(InboxServices<MeldingDbContext> services) : InboxConsumer<MeldingDbContext, AssessmentWerdStopgezet>(services)
{
    protected override Task HandleAsync(AssessmentWerdStopgezet message, CancellationToken cancellationToken)
        => Db.NoteerAsync(message.MeldingId, vervolg => vervolg.AssessmentGeeindigd = true, cancellationToken);
}

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
