using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>Puts a question for assessment in the worklist of the centre it was put to (S1). The other kinds ask for no assessment.</summary>
internal sealed class MeldingWerdGeregistreerdConsumer(InboxServices<AssessmentDbContext> services)
    : InboxConsumer<AssessmentDbContext, MeldingWerdGeregistreerd>(services)
{
    private readonly HashSet<Guid> _known = [];

    protected override async Task PrepareAsync(IReadOnlyList<MeldingWerdGeregistreerd> messages, CancellationToken cancellationToken)
    {
        var meldingen = messages.Select(message => message.MeldingId).ToArray();
        _known.UnionWith(await Db.Assessments.Where(assessment => meldingen.Contains(assessment.MeldingId)).Select(assessment => assessment.MeldingId).ToListAsync(cancellationToken));
    }

    protected override Task HandleAsync(MeldingWerdGeregistreerd message, CancellationToken cancellationToken)
    {
        if (message.Soort != SoortVraag.VraagAssessment || !_known.Add(message.MeldingId))
        {
            return Task.CompletedTask;
        }

        var assessment = new Assessment
        {
            Id = Guid.CreateVersion7(Time.GetUtcNow()),
            MeldingId = message.MeldingId,
            Centrum = message.Centrum,
            OntvangenOp = message.OntvangenOp,
            AangemaaktOp = Time.GetUtcNow(),
            Acuut = message.Acuut,
            Volgorde = Assessment.VolgordeVan(message.Acuut, message.OntvangenOp),
        };
        Db.Assessments.Add(assessment);
        Db.AddMessage(
            assessment.Id,
            new AssessmentWerdAangevraagd
            {
                AssessmentId = assessment.Id,
                MeldingId = assessment.MeldingId,
                Versie = assessment.Versie,
                Op = assessment.OntvangenOp,
                GeregistreerdOp = assessment.AangemaaktOp,
                Centrum = assessment.Centrum,
            },
            Time);
        return Task.CompletedTask;
    }
}

internal sealed class MeldingWerdGeregistreerdConsumerDefinition : InboxConsumerDefinition<MeldingWerdGeregistreerdConsumer>;
