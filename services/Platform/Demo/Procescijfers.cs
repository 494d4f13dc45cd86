using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>The steering group's figures of one year, by their path in the GraphQL answer: <c>assessments.positief</c> → 2.</summary>
internal sealed class Procescijfers
{
    /// <summary>The field of the query with all that the demo shows; it needs the variable <c>$jaar</c>.</summary>
    public const string Velden = """
        procescijfers(jaar: $jaar) {
            jaar peildatum vragen
            perSoort { infoFenomeen teamondersteuning inschattingGedrag gekendSlachtoffer vraagAssessment }
            assessments {
              gevraagd advies negatief positief lopend wachtend
              nietGestart nietBereikbaar wilNietDeelnemen afgehaaktNaKennismaking stopgezet overgedragen
            }
          }
        """;

    private readonly Dictionary<string, int> _aantallen = new(StringComparer.Ordinal);

    public int this[string pad] => _aantallen.GetValueOrDefault(pad);

    /// <summary>What the figures must reach at least, going by what was sent. There may be more: from others, from before.</summary>
    public static Procescijfers Verwacht(IEnumerable<Regelafloop> aflopen)
    {
        var cijfers = new Procescijfers();
        foreach (var afloop in aflopen.Where(afloop => afloop.MeldingId is not null))
        {
            cijfers.Tel("vragen", $"perSoort.{afloop.Regel.Soort}");
            if (afloop.Regel.Soort != "vraagAssessment")
            {
                continue;
            }

            cijfers.Tel("assessments.gevraagd");
            if (afloop.Fout is null)
            {
                // A line that got stuck halfway stands in some state, but nobody can say in which.
                cijfers.Tel(PadenVan(afloop.Regel.Verloop ?? "wachtend"));
            }
        }

        return cijfers;
    }

    /// <summary>Asks GraphQL as the steering group.</summary>
    public static async Task<Procescijfers> VraagAsync(PlatformClient platform, int jaar, CancellationToken cancellationToken)
    {
        var antwoord = await GraphQLVraag.StelAsync(platform, $"query Procescijfers($jaar: Int!) {{ {Velden} }}", new JsonObject { ["jaar"] = jaar }, cancellationToken);
        if (!antwoord.GetProperty("data").TryGetProperty("procescijfers", out var procescijfers) || procescijfers.ValueKind != JsonValueKind.Object)
        {
            throw new DemoGestoptException("GraphQL gaf geen cijfers.");
        }

        var cijfers = new Procescijfers();
        cijfers.Neem(procescijfers, string.Empty);
        return cijfers;
    }

    /// <summary>What is still less than expected, in words; empty when everything is there.</summary>
    public string Tekort(Procescijfers verwacht)
    {
        var tekst = new StringBuilder();
        foreach (var (pad, aantal) in verwacht._aantallen.Where(paar => this[paar.Key] < paar.Value).OrderBy(paar => paar.Key, StringComparer.Ordinal))
        {
            tekst.Append(tekst.Length == 0 ? string.Empty : "; ").Append($"{pad}: verwacht {aantal}, gekregen {this[pad]}");
        }

        return tekst.ToString();
    }

    /// <summary>True when not one figure differs.</summary>
    public bool IsGelijkAan(Procescijfers? ander) =>
        ander is not null && _aantallen.Count == ander._aantallen.Count && _aantallen.All(paar => ander._aantallen.TryGetValue(paar.Key, out var aantal) && aantal == paar.Value);

    private static string[] PadenVan(string verloop) => verloop switch
    {
        "adviesNegatief" => ["assessments.advies", "assessments.negatief"],
        "adviesPositief" => ["assessments.advies", "assessments.positief"],
        "lopend" or "wachtend" => [$"assessments.{verloop}"],
        _ => ["assessments.nietGestart", $"assessments.{verloop}"],
    };

    private void Tel(params string[] paden)
    {
        foreach (var pad in paden)
        {
            _aantallen[pad] = this[pad] + 1;
        }
    }

    private void Neem(JsonElement deel, string pad)
    {
        foreach (var lid in deel.EnumerateObject())
        {
            if (lid.Value.ValueKind == JsonValueKind.Object)
            {
                Neem(lid.Value, $"{pad}{lid.Name}.");
            }
            else if (lid.Value.ValueKind == JsonValueKind.Number && lid.Value.TryGetInt32(out var aantal))
            {
                _aantallen[pad + lid.Name] = aantal;
            }
        }
    }
}
