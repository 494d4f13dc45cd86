using System.Text.Json.Nodes;

namespace Draaiboek.Tests.Support;

/// <summary>A young person who is nobody, with a name and a birth date that no other of the run comes near.</summary>
internal sealed record Proefpersoon(string? Voornaam, string? Familienaam, DateOnly? Geboren, string? Rijksregisternummer = null)
{
    private static readonly string[] Lettergrepen = ["ba", "ke", "di", "fo", "gu", "la", "me", "ni", "po", "ru"];

    private static int _volgnummer;

    /// <summary>Born on a day that can also be a month, and another one than the month is.</summary>
    public static Proefpersoon Nieuw()
    {
        var nummer = Interlocked.Increment(ref _volgnummer);
        return new Proefpersoon("Testvoor" + Woord(nummer), "Van den Testnaam" + Woord(nummer), new DateOnly(2004 + (nummer % 5), 1 + (nummer % 6), 7 + (nummer / 6 % 6)));
    }

    /// <summary>A question for assessment about this person, of an organisation to that centre.</summary>
    public JsonObject Vraag(string centrum = "payoke")
    {
        var vraag = Invoer.Assessmentvraag();
        vraag["centrum"] = centrum;
        var jongere = vraag["jongere"]!;
        jongere["voornaam"] = Voornaam;
        jongere["familienaam"] = Familienaam;
        jongere["geboortedatum"] = Geboren?.ToString("yyyy-MM-dd");
        jongere["rijksregisternummer"] = Rijksregisternummer;
        return vraag;
    }

    private static string Woord(int nummer) => string.Concat(nummer.ToString("000", null).Select(cijfer => Lettergrepen[cijfer - '0']));
}
