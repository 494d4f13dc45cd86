using System.Text;
using System.Text.Json;

namespace Draaiboek.Assessments;

/// <summary>The state table as a picture (mermaid), for docs/schema/assessment-toestanden.md.</summary>
internal static class Toestandsdiagram
{
    public static string Maak()
    {
        var diagram = new StringBuilder("stateDiagram-v2\n").Append("    [*] --> ").Append(Naam(AssessmentToestand.Wachtend)).Append('\n');
        foreach (var van in Enum.GetValues<AssessmentToestand>())
        {
            var stappen = Toestandstabel.ToegelatenVan(van);
            foreach (var stap in stappen)
            {
                diagram.Append($"    {Naam(van)} --> {Naam(Toestandstabel.Naar(van, stap)!.Value)}: {Naam(stap)}\n");
            }

            if (stappen.Count == 0)
            {
                diagram.Append($"    {Naam(van)} --> [*]\n");
            }
        }

        return diagram.ToString();
    }

    private static string Naam<T>(T code) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(code.ToString());
}
