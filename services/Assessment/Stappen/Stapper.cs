using System.Text.Json;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Assessments;

/// <summary>What every step answers.</summary>
internal sealed record StapAntwoord(Guid Id, AssessmentToestand Toestand, int Versie);

/// <summary>What every step does around its own: find the assessment, hold the step against the table, write history and audit.</summary>
internal sealed class Stapper(AssessmentDbContext db, TimeProvider time)
{
    /// <param name="id">The assessment.</param>
    /// <param name="stap">The step that somebody takes.</param>
    /// <param name="op">Day of the step; not before the day of receipt, and what ends an assessment not before its last step.</param>
    /// <param name="caller">Who takes it; an assessment of another centre does not exist for this caller.</param>
    /// <param name="work">The step's own part: what changes and which message tells it. The new version is already in place.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Outcome> ZetAsync(
        Guid id,
        StapSoort stap,
        DateOnly op,
        Caller caller,
        Func<Assessment, Task<Outcome?>> work,
        CancellationToken cancellationToken)
    {
        var assessment = await db.Assessments.ZichtbaarVoor(caller).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (assessment is null)
        {
            return new Outcome.NotFound();
        }

        if (Toestandstabel.Naar(assessment.Toestand, stap) is not { } naar)
        {
            return NietToegelaten(assessment);
        }

        if (TeVroeg(assessment, stap, op) is { } refusal)
        {
            return refusal;
        }

        assessment.Versie++;
        if (await work(assessment) is { } refused)
        {
            return refused;
        }

        // The step itself may lead further than the table's first answer: a first talk that is also the first of the assessment.
        assessment.Toestand = stap == StapSoort.Kennismakingsgesprek && assessment.AantalGesprekken > 0 ? AssessmentToestand.Lopend : naar;
        assessment.LaatsteStapOp = assessment.LaatsteStapOp is { } laatste && laatste > op ? laatste : op;
        db.Stappen.Add(new AssessmentStap
        {
            AssessmentId = id,
            Versie = assessment.Versie,
            Soort = stap,
            Op = op,
            GeregistreerdOp = time.GetUtcNow(),
            Door = caller.VoId ?? caller.Sub,
        });
        db.AddAudit(caller, $"assessment.{JsonNamingPolicy.KebabCaseLower.ConvertName(stap.ToString())}", id, time);
        return new Outcome.Created($"/api/assessments/{id}", new StapAntwoord(id, assessment.Toestand, assessment.Versie), assessment.Versie);
    }

    private static Outcome NietToegelaten(Assessment assessment) => new Outcome.StapNietToegelaten(
        assessment.Toestand.Woord(),
        [.. Toestandstabel.ToegelatenVan(assessment.Toestand).Select(stap => stap.Woord())]);

    private static Outcome.Invalid? TeVroeg(Assessment assessment, StapSoort stap, DateOnly op)
    {
        if (op < assessment.OntvangenOp)
        {
            return new Outcome.Invalid("op", $"ligt voor de dag van ontvangst ({assessment.OntvangenOp:yyyy-MM-dd})");
        }

        // Talks may be written down in another order than they took place; what closes the assessment comes last.
        var sluitAf = stap is StapSoort.NegatiefAdvies or StapSoort.PositiefAdvies or StapSoort.NietGestart;
        return sluitAf && op < assessment.LaatsteStapOp
            ? new Outcome.Invalid("op", $"ligt voor de laatste stap ({assessment.LaatsteStapOp:yyyy-MM-dd})")
            : null;
    }
}
