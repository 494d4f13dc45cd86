using System.Text;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>What a file is, is seen by its content; what is two things at once is nothing.</summary>
public sealed class BestandsherkenningTests
{
    private static readonly Dictionary<string, byte[]> Goed = new(StringComparer.Ordinal)
    {
        ["pdf"] = Bestanden.Van("pdf"),
        ["pdf 2.0"] = Bestanden.Vul("%PDF-2.0\n", "\nstartxref\n9\n%%EOF", 500),
        ["pdf, einde met witruimte"] = Bestanden.Vul("%PDF-1.4\n", "\nstartxref\n9\n%%EOF" + new string('\n', 900), 2_000),
        ["jpeg"] = Bestanden.Van("jpeg"),
        ["jpeg met iets achter het beeld"] = [.. Bestanden.Van("jpeg"), .. "SEFT van de camera"u8],
        ["jpeg met opvulling"] = [0xFF, 0xD8, 0xFF, 0xFF, .. Bestanden.Van("jpeg")[2..]],
        ["jpeg met meer dan 1 MB vooraf"] = MetSegmenten(20),
        ["png"] = Bestanden.Van("png"),
        ["png met palet"] = [.. Bestanden.PngKop(4, 3), .. Bestanden.Van("png")[33..]],
        ["webp"] = Bestanden.Van("webp"),
        ["webp, oneven"] = [.. Bestanden.Van("webp", 1_999), 0],
        ["heic"] = Bestanden.Van("heic"),
        ["heic, algemeen merk"] = Bestanden.Heic("mif1", ["mif1", "heix"]),
        ["heic, groter dan de kop"] = Bestanden.Van("heic", 3 * 1024 * 1024),
        ["heic, doos tot het einde"] = [.. Bestanden.Van("heic")[..36], 0, 0, 0, 0, .. "mdat"u8, 1, 2, 3],
        ["heic, kleine doos op het einde"] = [.. Bestanden.Van("heic"), 0, 0, 0, 8, .. "free"u8],
    };

    private static readonly Dictionary<string, byte[]> Fout = new(StringComparer.Ordinal)
    {
        ["leeg"] = [],
        ["tekst"] = "Zomaar een tekst."u8.ToArray(),
        ["webpagina"] = "<!doctype html><script>1</script>"u8.ToArray(),
        ["svg"] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"u8.ToArray(),
        ["programma"] = Bestanden.Vul("MZ\x90\0", "", 3_000),
        ["elf"] = Bestanden.Vul("\x7f" + "ELF", "", 3_000),
        ["zip of Word"] = Bestanden.Zip(),
        ["gif"] = Bestanden.Vul("GIF89a", "", 900),
        ["bmp"] = Bestanden.Vul("BM", "", 900),
        ["avif"] = Bestanden.Heic("avif", ["avif", "mif1"]),
        ["avif met algemeen merk"] = Bestanden.Heic("mif1", ["mif1", "avif"]),
        ["film"] = Bestanden.Heic("isom", ["isom", "mp42"]),
        ["film met heic in de lijst"] = Bestanden.Heic("isom", ["isom", "heic"]),
        ["wav"] = Bestanden.Vul("RIFF\0\0\0\0WAVEfmt ", "", 900),
        ["pagina voor een pdf"] = [.. "<script>1</script>"u8, .. Bestanden.Pdf()],
        ["pdf na een byte"] = [0, .. Bestanden.Pdf()],
        ["pdf zonder einde"] = Bestanden.Vul("%PDF-1.7\n", "", 3_000),
        ["pdf, einde te ver"] = [.. Bestanden.Pdf(), .. new byte[1_100]],
        ["pdf zonder startxref"] = Bestanden.Vul("%PDF-1.7\n", "%%EOF", 3_000),
        ["pdf, versie geen getal"] = Bestanden.Vul("%PDF-a.b\n", "startxref\n0\n%%EOF", 3_000),
        ["archief achter een pdf"] = [.. Bestanden.Pdf(), .. Bestanden.Zip()],
        ["archief in het einde van een pdf"] = [.. Bestanden.Pdf(), .. Bestanden.Zip(), .. "\nstartxref\n0\n%%EOF"u8],
        ["archief achter een jpeg"] = [.. Bestanden.Van("jpeg"), .. Bestanden.Zip()],
        ["archief achter een png"] = [.. Bestanden.Van("png"), .. Bestanden.Zip()],
        ["archief met lange toelichting achter een png"] = [.. Bestanden.Van("png"), .. MetToelichting(60_000)],
        ["jpeg, alleen het begin"] = [0xFF, 0xD8, 0xFF, 0xE0],
        ["jpeg, ketting gebroken"] = Bestanden.Vul("\xff\xd8\xff\xe0\0\x10", "", 3_000),
        ["jpeg zonder beeld"] = [0xFF, 0xD8, 0xFF, 0xDA, 0, 8, .. new byte[100]],
        ["jpeg met tekst erin"] = [0xFF, 0xD8, 0xFF, (byte)'<', .. "script>"u8, .. new byte[100]],
        ["jpeg, lengte nul"] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, .. new byte[100]],
        ["png, alleen de kop"] = Bestanden.PngKop(8, 6),
        ["png zonder einde"] = Bestanden.Van("png")[..^1],
        ["png, onmogelijke kleur"] = [.. Bestanden.PngKop(3, 2), .. Bestanden.Van("png")[33..]],
        ["png zonder ihdr"] = [.. Bestanden.Van("png")[..12], .. "JHDR"u8, .. Bestanden.Van("png")[16..]],
        ["webp, andere lengte"] = Bestanden.Van("webp")[..^2],
        ["webp met iets erachter"] = [.. Bestanden.Van("webp"), .. "<script>"u8],
        ["webp zonder beeld"] = [.. Bestanden.Van("webp")[..12], .. "XXXX"u8, .. Bestanden.Van("webp")[16..]],
        ["heic, afgebroken"] = Bestanden.Van("heic")[..^1],
        ["heic met iets erachter"] = [.. Bestanden.Van("heic"), .. "<script>alert(1)</script>"u8],
        ["heic, doos zonder naam"] = [.. Bestanden.Van("heic")[..40], 0, 1, 2, 3, .. Bestanden.Van("heic")[44..]],
    };

    public static TheoryData<string> Goede() => [.. Goed.Keys];

    public static TheoryData<string> Foute() => [.. Fout.Keys];

    [Theory]
    [MemberData(nameof(Goede))]
    public void Given_a_file_of_a_kind_that_may_be_added_Then_it_is_known(string bestand)
        => Assert.Equal(bestand.Split(',', ' ')[0], Herken(Goed[bestand])?.ToString().ToLowerInvariant());

    [Theory]
    [MemberData(nameof(Foute))]
    public void Given_anything_else_or_two_things_at_once_Then_it_is_nothing(string bestand) => Assert.Null(Herken(Fout[bestand]));

    [Fact]
    public void Given_any_cut_of_a_right_file_Then_it_is_looked_at_without_a_fault()
    {
        foreach (var bytes in Goed.Values.Where(bytes => bytes.Length < 5_000))
        {
            for (var lengte = 0; lengte < bytes.Length; lengte++)
            {
                Herken(bytes[..lengte]);
            }
        }
    }

    [Fact]
    public void Given_noise_after_a_right_beginning_Then_it_is_looked_at_without_a_fault()
    {
        var toeval = new Random(20261122);
        foreach (var bytes in Goed.Values.Where(bytes => bytes.Length < 5_000))
        {
            for (var keer = 0; keer < 2_000; keer++)
            {
                var anders = (byte[])bytes.Clone();
                toeval.NextBytes(anders.AsSpan(toeval.Next(Math.Min(40, anders.Length)), Math.Min(8, anders.Length - 40)));
                Herken(anders);
            }
        }
    }

    private static Bijlagetype? Herken(byte[] bytes)
        => Bestandsherkenning.Herken(bytes.AsSpan(0, Math.Min(bytes.Length, Bestandsherkenning.Kop)), bytes.AsSpan(Math.Max(0, bytes.Length - Bestandsherkenning.Staart)), bytes.Length);

    private static byte[] MetSegmenten(int aantal)
    {
        var jpeg = Bestanden.Van("jpeg");
        byte[] segment = [0xFF, 0xE1, 0xFF, 0xFF, .. new byte[65_533]];
        return [.. jpeg[..20], .. Enumerable.Repeat(segment, aantal).SelectMany(bytes => bytes), .. jpeg[20..]];
    }

    private static byte[] MetToelichting(int lengte)
    {
        var zip = Bestanden.Zip();
        return [.. zip[..^2], (byte)lengte, (byte)(lengte >> 8), .. Encoding.ASCII.GetBytes(new string('t', lengte))];
    }
}

/// <summary>The name that came with a file is data of a stranger: it is shown, and made into a file on somebody's computer.</summary>
public sealed class BestandsnaamTests
{
    [Theory]
    [InlineData("verslag.pdf", "verslag.pdf")]
    [InlineData("Verslag.PDF", "Verslag.PDF")]
    [InlineData("verslag één – ünï 犬.pdf", "verslag één – ünï 犬.pdf")]
    [InlineData("../../etc/verslag.pdf", "verslag.pdf")]
    [InlineData("C:\\map\\verslag.pdf", "verslag.pdf")]
    [InlineData("verslag.exe", "verslag.exe.pdf")]
    [InlineData("verslag.pdf.exe", "verslag.pdf.exe.pdf")]
    [InlineData("verslag", "verslag.pdf")]
    [InlineData("verslag\u202efdp.exe", "verslagfdp.exe.pdf")]
    [InlineData("ver\u200bslag\0\r\n.pdf", "verslag.pdf")]
    [InlineData("ver\ud800slag.pdf", "verslag.pdf")]
    [InlineData("a\"b<c>:d|e?f*.pdf", "a_b_c__d_e_f_.pdf")]
    [InlineData("..", "bijlage.pdf")]
    [InlineData("map/", "bijlage.pdf")]
    [InlineData(".pdf", "pdf.pdf")]
    [InlineData("   ", "bijlage.pdf")]
    [InlineData("\u202e\u200f", "bijlage.pdf")]
    [InlineData(" .verslag.pdf. ", "verslag.pdf")]
    [InlineData("e\u0301.pdf", "é.pdf")]
    public void Given_a_name_Then_what_could_mislead_is_taken_out(string gegeven, string schoon) => Assert.Equal(schoon, Bestandsnaam.Schoon(gegeven, Bijlagetype.Pdf));

    [Theory]
    [InlineData("foto.JPEG", "Jpeg", "foto.JPEG")]
    [InlineData("foto.png", "Jpeg", "foto.png.jpg")]
    [InlineData("IMG_1.HEIC", "Heic", "IMG_1.HEIC")]
    [InlineData("foto.jpg", "Webp", "foto.jpg.webp")]
    public void Given_an_extension_of_something_else_Then_the_right_one_comes_behind_it(string gegeven, string type, string schoon)
        => Assert.Equal(schoon, Bestandsnaam.Schoon(gegeven, Enum.Parse<Bijlagetype>(type)));

    [Fact]
    public void Given_a_name_of_ten_thousand_characters_Then_it_is_150_long_keeps_its_extension_and_cuts_no_character_in_two()
    {
        Assert.Equal(new string('x', 146) + ".pdf", Bestandsnaam.Schoon(new string('x', 10_000) + ".pdf", Bijlagetype.Pdf));
        var gezichten = string.Concat(Enumerable.Repeat("😀", 72));
        Assert.Equal(gezichten + "x.jpg", Bestandsnaam.Schoon(gezichten + "x😀😀.jpg", Bijlagetype.Jpeg));
    }
}
