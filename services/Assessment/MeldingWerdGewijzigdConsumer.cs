using Draaiboek.Berichten;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>
/// Follows a melding that changed: a question that turns out to ask for an assessment comes into the worklist (M1), one that no longer does leaves it when nothing
/// began yet, and one that another centre took over goes to the worklist of that centre (S11). What began stays with who does it.
/// Of a melding that was erased nothing stays here that says whom it was about.
/// </summary>
internal sealed class MeldingWerdGewijzigdConsumer(InboxServices<AssessmentDbContext> services) : InboxConsumer<AssessmentDbContext, MeldingWerdGewijzigd>(services)
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

        var gevraagd = message is { Soort: SoortVraag.VraagAssessment, Ingetrokken: false };
        var assessment = await Db.Assessments.SingleOrDefaultAsync(a => a.MeldingId == message.MeldingId, cancellationToken);
        if (message.Wijziging == MeldingWijziging.Gewist)
        {
            Wis(assessment);
        }
        else if (assessment is null)
        {
            if (gevraagd)
            {
                Db.Vraag(message.MeldingId, message.Centrum, message.OntvangenOp, Aanvraag.RoeptNu(message.Acuut, message.AcuutVanVroeger), Time);
            }
        }
        else if (gevraagd)
        {
            Volg(assessment, message);
        }
        else if (Toestandstabel.NietBegonnen.Contains(assessment.Toestand))
        {
            assessment.Toestand = AssessmentToestand.Vervallen;
            assessment.Versie++;
        }
    }

    private void Wis(Assessment? assessment)
    {
        if (assessment is null)
        {
            return;
        }

        // Its state and days stay: they are figures.
        assessment.AdviesVersleuteld = null;
        assessment.Versie++;
        Db.ErasedKeys.Add(new ErasedKeyRow { SubjectId = assessment.Id, Op = Time.GetUtcNow() });
    }

    private void Volg(Assessment assessment, MeldingWerdGewijzigd message)
    {
        var terug = assessment.Toestand == AssessmentToestand.Vervallen;
        var elders = assessment.Centrum != message.Centrum && (terug || Toestandstabel.Open.Contains(assessment.Toestand));
        var acuut = Aanvraag.RoeptNu(message.Acuut, message.AcuutVanVroeger);
        if (!terug && !elders && assessment.Acuut == acuut)
        {
            return;
        }

        assessment.Versie++;
        assessment.Acuut = acuut;
        assessment.Volgorde = Assessment.VolgordeVan(acuut, assessment.OntvangenOp);
        if (terug)
        {
            assessment.Toestand = AssessmentToestand.Wachtend;
        }

        if (elders)
        {
            assessment.Centrum = message.Centrum;
        }

        if ((terug || elders) && assessment.Toestand == AssessmentToestand.Wachtend)
        {
            Db.Meld(assessment, Time);
        }
    }
}

internal sealed class MeldingWerdGewijzigdConsumerDefinition : InboxConsumerDefinition<MeldingWerdGewijzigdConsumer>;
