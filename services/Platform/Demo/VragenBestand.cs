using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>One question of the file. It holds the person's data, so it is no record: a record would print itself.</summary>
internal sealed class Vraagregel
{
    public required int Nummer { get; init; }

    public required string Soort { get; init; }

    public required string Centrum { get; init; }

    public required DateOnly OntvangenOp { get; init; }

    public required string? Verloop { get; init; }

    /// <summary>The body of POST /api/meldingen.</summary>
    public required byte[] Melding { get; init; }

    /// <summary>SHA-256 over file name, number and text of the line.</summary>
    public required byte[] Vingerafdruk { get; init; }

    /// <summary>
    /// The idempotency key of one step. It follows from file and line, so that a second run repeats instead of doubles,
    /// and from the text, so that a repaired line is a new request.
    /// </summary>
    public string Sleutel(string stap) => Convert.ToHexStringLower(SHA256.HashData([.. Vingerafdruk, .. Encoding.UTF8.GetBytes(stap)]));
}

/// <summary>A line that was not played, or not to its end. The reason never holds what the line says of a person.</summary>
internal sealed record Regelfout(int Nummer, string Reden);

/// <summary>A file of questions: what can be played, and which lines cannot.</summary>
internal sealed record VragenBestand(IReadOnlyList<Vraagregel> Regels, IReadOnlyList<Regelfout> Fouten)
{
    public const string Voorbeeldjaar = "vragen-2019.jsonl";

    private static readonly UTF8Encoding StriktUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a jsonl file; without <paramref name="pad"/> the sample year.</summary>
    /// <exception cref="DemoGestoptException">The file cannot be read.</exception>
    public static async Task<VragenBestand> LeesAsync(string? pad, CancellationToken cancellationToken)
    {
        if (pad is null)
        {
            await using var bron = typeof(VragenBestand).Assembly.GetManifestResourceStream(Voorbeeldjaar)!;
            using var geheugen = new MemoryStream();
            await bron.CopyToAsync(geheugen, cancellationToken);
            return Ontleed(Voorbeeldjaar, geheugen.ToArray());
        }

        try
        {
            return Ontleed(Path.GetFileName(pad), await File.ReadAllBytesAsync(pad, cancellationToken));
        }
        catch (Exception fout) when (fout is IOException or UnauthorizedAccessException)
        {
            throw new DemoGestoptException($"Het bestand {pad} is niet te lezen.");
        }
    }

    internal static VragenBestand Ontleed(string bestandsnaam, ReadOnlySpan<byte> inhoud)
    {
        if (inhoud.StartsWith(Encoding.UTF8.Preamble))
        {
            inhoud = inhoud[Encoding.UTF8.Preamble.Length..];
        }

        var regels = new List<Vraagregel>();
        var fouten = new List<Regelfout>();
        var nummer = 0;
        foreach (var stuk in inhoud.Split((byte)'\n'))
        {
            nummer++;
            var tekst = inhoud[stuk].Trim(" \t\r"u8);
            if (tekst.IsEmpty)
            {
                continue;
            }

            try
            {
                regels.Add(OntleedRegel(bestandsnaam, nummer, tekst.ToArray()));
            }
            catch (RegelOnleesbaarException fout)
            {
                fouten.Add(new Regelfout(nummer, fout.Message));
            }
        }

        return new VragenBestand(regels, fouten);
    }

    private static Vraagregel OntleedRegel(string bestandsnaam, int nummer, byte[] tekst)
    {
        using var document = OntleedJson(tekst);
        var regel = document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement
            : throw new RegelOnleesbaarException("een regel is een JSON-object");
        var melding = Lid(regel, "melding", string.Empty, JsonValueKind.Object);
        var soort = Lid(melding, "soort", "melding.", JsonValueKind.String).GetString()!;
        var centrum = Lid(melding, "centrum", "melding.", JsonValueKind.String).GetString()!;
        var verloop = Lid(regel, "verloop", string.Empty, JsonValueKind.String, JsonValueKind.Null).GetString();
        if (!Centrumpersonen.Kent(centrum))
        {
            throw new RegelOnleesbaarException("melding.centrum: onbekend centrum");
        }

        if (!DateOnly.TryParseExact(Lid(melding, "ontvangenOp", "melding.", JsonValueKind.String).GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var ontvangenOp))
        {
            throw new RegelOnleesbaarException("melding.ontvangenOp: geen datum van de vorm jjjj-mm-dd");
        }

        if (verloop is not null && !Verloopplan.Kent(verloop))
        {
            throw new RegelOnleesbaarException("verloop: onbekend verloop");
        }

        if (verloop is not null && soort != "vraagAssessment")
        {
            throw new RegelOnleesbaarException("verloop: hoort alleen bij een vraag voor assessment");
        }

        return new Vraagregel
        {
            Nummer = nummer,
            Soort = soort,
            Centrum = centrum,
            OntvangenOp = ontvangenOp,
            Verloop = verloop,
            Melding = MaakBody(regel, melding),
            Vingerafdruk = SHA256.HashData([.. Encoding.UTF8.GetBytes($"{bestandsnaam}\n{nummer}\n"), .. tekst, (byte)'\n']),
        };
    }

    private static JsonDocument OntleedJson(byte[] tekst)
    {
        try
        {
            _ = StriktUtf8.GetCharCount(tekst);
            return JsonDocument.Parse(tekst);
        }
        catch (DecoderFallbackException)
        {
            throw new RegelOnleesbaarException("geen geldige UTF-8");
        }
        catch (JsonException fout)
        {
            // Its own message quotes the text.
            throw new RegelOnleesbaarException($"geen geldige JSON (bij byte {fout.BytePositionInLine + 1})");
        }
    }

    private static JsonElement Lid(JsonElement ouder, string naam, string pad, params ReadOnlySpan<JsonValueKind> soorten)
    {
        if (!ouder.TryGetProperty(naam, out var waarde))
        {
            throw new RegelOnleesbaarException($"{pad}{naam}: ontbreekt");
        }

        return soorten.Contains(waarde.ValueKind) ? waarde : throw new RegelOnleesbaarException($"{pad}{naam}: heeft niet de verwachte vorm");
    }

    /// <summary>
    /// The melding as it stands, with the organisation for which the centre registers it. Members are copied, not
    /// understood: what is wrong with them, also a member that stands there twice, is for the platform to say.
    /// </summary>
    private static byte[] MaakBody(JsonElement regel, JsonElement melding)
    {
        using var stroom = new MemoryStream();
        using (var schrijver = new Utf8JsonWriter(stroom))
        {
            schrijver.WriteStartObject();
            foreach (var lid in melding.EnumerateObject())
            {
                lid.WriteTo(schrijver);
            }

            schrijver.WritePropertyName("namensOrganisatie");
            Lid(regel, "organisatie", string.Empty, JsonValueKind.String).WriteTo(schrijver);
            schrijver.WritePropertyName("sector");
            Lid(regel, "sector", string.Empty, JsonValueKind.String).WriteTo(schrijver);
            schrijver.WriteEndObject();
        }

        return stroom.ToArray();
    }

    private sealed class RegelOnleesbaarException(string message) : Exception(message);
}
