using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Registratie;

// One consumer for each message, so that each has its own line in the inbox and its own queue.

internal sealed class AssessmentAangevraagdConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<AssessmentWerdAangevraagd>(services)
{
    protected override Feit AlsFeit(AssessmentWerdAangevraagd message)
        => Feit.Van(FeitSoort.AssessmentAangevraagd, message.AssessmentId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { Centrum = message.Centrum };
}

internal sealed class AssessmentAangevraagdConsumerDefinition : InboxConsumerDefinition<AssessmentAangevraagdConsumer>;

internal sealed class KennismakingsgesprekGevoerdConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<KennismakingsgesprekWerdGevoerd>(services)
{
    protected override Feit AlsFeit(KennismakingsgesprekWerdGevoerd message)
        => Feit.Van(FeitSoort.Kennismakingsgesprek, message.AssessmentId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { OokEersteAssessmentgesprek = message.OokEersteAssessmentgesprek };
}

internal sealed class KennismakingsgesprekGevoerdConsumerDefinition : InboxConsumerDefinition<KennismakingsgesprekGevoerdConsumer>;

internal sealed class AssessmentgesprekGevoerdConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<AssessmentgesprekWerdGevoerd>(services)
{
    protected override Feit AlsFeit(AssessmentgesprekWerdGevoerd message)
        => Feit.Van(FeitSoort.Assessmentgesprek, message.AssessmentId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp);
}

internal sealed class AssessmentgesprekGevoerdConsumerDefinition : InboxConsumerDefinition<AssessmentgesprekGevoerdConsumer>;

internal sealed class NegatiefAdviesGegevenConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<NegatiefAdviesWerdGegeven>(services)
{
    protected override Feit AlsFeit(NegatiefAdviesWerdGegeven message)
        => Feit.Van(FeitSoort.NegatiefAdvies, message.AssessmentId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp);
}

internal sealed class NegatiefAdviesGegevenConsumerDefinition : InboxConsumerDefinition<NegatiefAdviesGegevenConsumer>;

internal sealed class PositiefAdviesGegevenConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<PositiefAdviesWerdGegeven>(services)
{
    protected override Feit AlsFeit(PositiefAdviesWerdGegeven message)
        => Feit.Van(FeitSoort.PositiefAdvies, message.AssessmentId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { Centrum = message.Centrum, ToestemmingGegeven = message.ToestemmingGegeven };
}

internal sealed class PositiefAdviesGegevenConsumerDefinition : InboxConsumerDefinition<PositiefAdviesGegevenConsumer>;

internal sealed class AssessmentNietGestartConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<AssessmentWerdNietGestart>(services)
{
    protected override Feit AlsFeit(AssessmentWerdNietGestart message)
        => Feit.Van(FeitSoort.NietGestart, message.AssessmentId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { RedenNietGestart = message.Reden };
}

internal sealed class AssessmentNietGestartConsumerDefinition : InboxConsumerDefinition<AssessmentNietGestartConsumer>;

internal sealed class AssessmentStopgezetConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<AssessmentWerdStopgezet>(services)
{
    protected override Feit AlsFeit(AssessmentWerdStopgezet message)
        => Feit.Van(FeitSoort.Stopgezet, message.AssessmentId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp);
}

internal sealed class AssessmentStopgezetConsumerDefinition : InboxConsumerDefinition<AssessmentStopgezetConsumer>;

internal sealed class AssessmentOvergedragenConsumer(InboxServices<RegistratieDbContext> services) : FeitConsumer<AssessmentWerdOvergedragen>(services)
{
    protected override Feit AlsFeit(AssessmentWerdOvergedragen message)
        => Feit.Van(FeitSoort.Overgedragen, message.AssessmentId, message.Versie, message.MeldingId, message.Op, message.GeregistreerdOp) with { Centrum = message.NaarCentrum };
}

internal sealed class AssessmentOvergedragenConsumerDefinition : InboxConsumerDefinition<AssessmentOvergedragenConsumer>;
