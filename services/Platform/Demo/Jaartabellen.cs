using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>
/// The tables of a closed year: released by the keeper of the registration unless that was done before, and read as the steering group, with the figures of that year (G2, G5).
/// </summary>
internal static class Jaartabellen
{
    private const string Houder = "registratiehouder";
    private const string Provincie = "provincie";

    private const string Vraag = $$"""
        query Cijfers($jaar: Int!, $periode: String!) {
          {{Procescijfers.Velden}}
          publicaties(periode: $periode) {
            nodes {
              id periode versie vervangen peildatum hash
              tabellen { code titel nota assen { code titel klassen { code titel } } cellen { klassen waarde } }
            }
          }
        }
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    private sealed record Publicatie(string Periode, bool Vervangen, string Peildatum, IReadOnlyList<Tabel> Tabellen);

    private sealed record Tabel(string Code, string Titel, IReadOnlyList<string> Nota, IReadOnlyList<As> Assen, IReadOnlyList<Cel> Cellen);

    private sealed record As(IReadOnlyList<Klasse> Klassen);

    private sealed record Klasse(string Code, string Titel);

    private sealed record Cel(IReadOnlyList<string?> Klassen, int? Waarde);

    /// <summary>Prints the table of provinces of the year. Gives the answer of GraphQL in which it stands, with the figures of the year.</summary>
    /// <exception cref="DemoGestoptException">The tables could not be released, or not be read.</exception>
    public static async Task<JsonElement> ToonAsync(PlatformClient platform, TextWriter uit, int jaar, DateOnly vandaag, CancellationToken cancellationToken)
    {
        var antwoord = await LeesAsync(platform, jaar, cancellationToken);
        if (jaar >= vandaag.Year)
        {
            await uit.WriteLineAsync($"jongeren per provincie {Getal(jaar)}: na afloop van het jaar");
            return antwoord;
        }

        if (Laatste(antwoord) is null)
        {
            var vrijgave = await GeefVrijAsync(platform, jaar, cancellationToken);
            antwoord = await LeesAsync(platform, jaar, cancellationToken);
            if (Laatste(antwoord) is null)
            {
                // Somebody else may have been first, and then they are there; whoever was refused for another reason is told it.
                vrijgave.OfStop($"De tabellen van {Getal(jaar)} zijn niet vrij te geven");
                throw new DemoGestoptException($"De tabellen van {Getal(jaar)} zijn vrijgegeven en niet te lezen.");
            }
        }

        Schrijf(uit, Laatste(antwoord)!);
        return antwoord;
    }

    private static Task<JsonElement> LeesAsync(PlatformClient platform, int jaar, CancellationToken cancellationToken) =>
        GraphQLVraag.StelAsync(platform, Vraag, new JsonObject { ["jaar"] = jaar, ["periode"] = Getal(jaar) }, cancellationToken);

    /// <summary>The key is of the year: whoever asks again after a broken connection, or in a second run, gets the first answer.</summary>
    private static Task<PlatformAntwoord> GeefVrijAsync(PlatformClient platform, int jaar, CancellationToken cancellationToken)
    {
        var sleutel = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"tabellen van de demo\n{Getal(jaar)}")));
        return platform.PostAsync(Houder, "/api/publicaties", JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["jaar"] = jaar }), sleutel, cancellationToken);
    }

    /// <summary>The one that was not replaced; null when there is none.</summary>
    private static Publicatie? Laatste(JsonElement antwoord)
    {
        try
        {
            return antwoord.GetProperty("data").GetProperty("publicaties").GetProperty("nodes").Deserialize<IReadOnlyList<Publicatie>>(Json)!.FirstOrDefault(publicatie => !publicatie.Vervangen);
        }
        catch (Exception fout) when (fout is JsonException or KeyNotFoundException)
        {
            throw new DemoGestoptException("De publicaties zijn niet te lezen.");
        }
    }

    /// <summary>In the form of the figures above it. Under it the table's own note: what rounding does, what a 0 may be, and why a cell has a dash instead of a value.</summary>
    private static void Schrijf(TextWriter uit, Publicatie publicatie)
    {
        var tabel = publicatie.Tabellen.FirstOrDefault(tabel => tabel.Code == Provincie) ?? throw new DemoGestoptException("In de publicatie ontbreekt de tabel van de provincies.");
        var titels = tabel.Assen[0].Klassen.ToDictionary(klasse => klasse.Code, klasse => klasse.Titel, StringComparer.Ordinal);
        uit.WriteLine($"{char.ToLowerInvariant(tabel.Titel[0])}{tabel.Titel[1..]} {publicatie.Periode}, peildatum {publicatie.Peildatum}");
        foreach (var cel in tabel.Cellen)
        {
            var label = cel.Klassen[0] is { } code ? titels[code] : "totaal";
            uit.WriteLine($"  {label}".PadRight(28) + (cel.Waarde is { } waarde ? Getal(waarde) : "-").PadLeft(6));
        }

        foreach (var zin in tabel.Nota)
        {
            uit.WriteLine(zin);
        }
    }

    private static string Getal(int getal) => getal.ToString(CultureInfo.InvariantCulture);
}
