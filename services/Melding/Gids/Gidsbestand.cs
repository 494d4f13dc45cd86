using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Draaiboek.Hosting.Http;

namespace Draaiboek.Meldingen;

/// <summary>One thing that the guide says, and where it comes from: document and section, as <c>draaiboek 4.2</c>.</summary>
internal sealed record Gidsregel(string Tekst, string Bron);

/// <summary>
/// The files of the guide are part of this assembly and are read when the service starts. One that is wrong keeps it from starting:
/// somebody in need must not be the one to find out.
/// </summary>
internal static partial class Gidsbestand
{
    private static readonly JsonSerializerOptions Strikt = ApiJson.Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    /// <exception cref="InvalidDataException">The file is absent or has another form.</exception>
    public static T Lees<T>(string naam)
    {
        using var bron = typeof(Gidsbestand).Assembly.GetManifestResourceStream(naam) ?? throw new InvalidDataException($"{naam} is not in the assembly.");
        try
        {
            return JsonSerializer.Deserialize<T>(bron, Strikt) ?? throw new InvalidDataException($"{naam} holds nothing.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{naam}: {fault.Message}", fault);
        }
    }

    /// <exception cref="InvalidDataException">There are faults; names all of them.</exception>
    public static void MoetKloppen(string naam, IEnumerable<string> fouten)
    {
        var lijst = fouten.ToList();
        if (lijst.Count > 0)
        {
            throw new InvalidDataException($"{naam}: {string.Join("; ", lijst)}");
        }
    }

    public static IEnumerable<string> Fout(bool mis, string wat) => mis ? [wat] : [];

    public static IEnumerable<string> Fouten(string waar, string tekst, string bron)
    {
        if (string.IsNullOrWhiteSpace(tekst))
        {
            yield return $"{waar} has no text";
        }

        if (!bron.Split("; ").All(deel => Bron().IsMatch(deel)))
        {
            yield return $"{waar} names no known source";
        }
    }

    /// <summary>Every code of the enum stands in the file, once.</summary>
    public static IEnumerable<string> FoutenTegen<T>(IEnumerable<T> codes) where T : struct, Enum
    {
        var gevonden = codes.ToList();
        return Enum.GetValues<T>().Where(code => gevonden.Count(ander => ander.Equals(code)) != 1).Select(code => $"{typeof(T).Name} {code.Woord()} must be there once");
    }

    /// <summary>What was not in the documents names where it was found; what was decided here says so.</summary>
    [GeneratedRegex(
        @"^(draaiboek \d+(\.\d+)*(, \d+(\.\d+)*)*|slachtofferzorg|senaat-voorstel-resolutie [IV]+\.[AB](\.\d)?|openbaar: \S.*|eigen keuze.*|pers \S.*)$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bron();
}
