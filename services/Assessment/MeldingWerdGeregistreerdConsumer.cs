using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>Puts a question for assessment in the worklist of the centre it was put to (S1). The other kinds ask for no assessment.</summary>
internal sealed class MeldingWerdGeregistreerdConsumer(InboxServices<AssessmentDbContext> services)
    : InboxConsumer<AssessmentDbContext, MeldingWerdGeregistreerd>(services)
{
    // With an assessment, or changed since: what was registered no longer decides.
    private readonly HashSet<Guid> _known = [];

    protected override async Task PrepareAsync(IReadOnlyList<MeldingWerdGeregistreerd> messages, CancellationToken cancellationToken)
    {
        var meldingen = messages.Select(message => message.MeldingId).ToArray();
        _known.UnionWith(await Db.Assessments.Where(assessment => meldingen.Contains(assessment.MeldingId)).Select(assessment => assessment.MeldingId).ToListAsync(cancellationToken));
        _known.UnionWith(await Db.GevolgdeMeldingen.Where(melding => meldingen.Contains(melding.MeldingId)).Select(melding => melding.MeldingId).ToListAsync(cancellationToken));
    }

    protected override Task HandleAsync(MeldingWerdGeregistreerd message, CancellationToken cancellationToken)
    {
        if (message.Soort != SoortVraag.VraagAssessment || !_known.Add(message.MeldingId))
        {
            return Task.CompletedTask;
        }

        Db.Vraag(message.MeldingId, message.Centrum, message.OntvangenOp, Aanvraag.RoeptNu(message.Acuut, message.AcuutVanVroeger), Time);
        return Task.CompletedTask;
    }
}

internal sealed class MeldingWerdGeregistreerdConsumerDefinition : InboxConsumerDefinition<MeldingWerdGeregistreerdConsumer>;

internal static class Aanvraag
{
    /// <summary>Whether somebody must come now (M8). What was acute when it was loaded from earlier registrations waits by its own day as any other.</summary>
    public static bool RoeptNu(bool acuut, bool vanVroeger) => acuut && !vanVroeger;

    /// <summary>Puts a new request in the worklist of the centre, and says so.</summary>
    public static void Vraag(this AssessmentDbContext db, Guid meldingId, Centrum centrum, DateOnly ontvangenOp, bool acuut, TimeProvider time)
    {
        var assessment = new Assessment
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            MeldingId = meldingId,
            Centrum = centrum,
            OntvangenOp = ontvangenOp,
            AangemaaktOp = time.GetUtcNow(),
            Acuut = acuut,
            Volgorde = Assessment.VolgordeVan(acuut, ontvangenOp),
        };
        db.Assessments.Add(assessment);
        db.Meld(assessment, time);
    }

    /// <summary>Says that the request stands in the worklist of its centre.</summary>
    public static void Meld(this AssessmentDbContext db, Assessment assessment, TimeProvider time)
        => db.AddMessage(
            assessment.Id,
            new AssessmentWerdAangevraagd
            {
                AssessmentId = assessment.Id,
                MeldingId = assessment.MeldingId,
                Versie = assessment.Versie,
                Op = assessment.OntvangenOp,
                GeregistreerdOp = time.GetUtcNow(),
                Centrum = assessment.Centrum,
            },
            time);
}
