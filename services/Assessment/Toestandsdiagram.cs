using System.Text;
using Draaiboek.Hosting.Http;

namespace Draaiboek.Assessments;

/// <summary>The state table as a picture (mermaid), for docs/schema/assessment-toestanden.md.</summary>
internal static class Toestandsdiagram
{
    public static string Maak()
    {
        var diagram = new StringBuilder("stateDiagram-v2\n").Append("    [*] --> ").Append(AssessmentToestand.Wachtend.Woord()).Append('\n');
        foreach (var van in Enum.GetValues<AssessmentToestand>())
        {
            var stappen = Toestandstabel.ToegelatenVan(van);
            foreach (var stap in stappen)
            {
                diagram.Append($"    {van.Woord()} --> {Toestandstabel.Naar(van, stap)!.Value.Woord()}: {stap.Woord()}\n");
            }

            if (Toestandstabel.NietBegonnen.Contains(van))
            {
                diagram.Append($"    {van.Woord()} --> {AssessmentToestand.Vervallen.Woord()}: melding ingetrokken of verbeterd\n");
            }

            if (stappen.Count == 0)
            {
                diagram.Append($"    {van.Woord()} --> [*]\n");
            }
        }

        return diagram.ToString();
    }
}
