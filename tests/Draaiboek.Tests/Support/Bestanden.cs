using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Draaiboek.Tests.Support;

/// <summary>Files as they are made by nobody: as little as makes each what it is, filled up with noise to the size that is asked.</summary>
internal static class Bestanden
{
    private static readonly byte[] PngEinde = [0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82];

    public static byte[] Van(string soort, int grootte = 2_000, string merk = "") => soort switch
    {
        "pdf" => Pdf(grootte, merk),
        "jpeg" => Vul([.. JpegKop(), 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0], [0xFF, 0xD9], grootte, merk),
        "png" => Vul(PngKop(8, 6), PngEinde, grootte, merk),
        "webp" => Webp(grootte, merk),
        "heic" => Heic("heic", ["mif1", "heic"], grootte, merk),
        _ => throw new ArgumentException(soort, nameof(soort)),
    };

    public static byte[] Pdf(int grootte = 2_000, string merk = "") => Vul("%PDF-1.7\n%\xe2\xe3\n", "\nstartxref\n0\n%%EOF\n", grootte, merk);

    public static byte[] JpegKop()
        => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0];

    public static byte[] PngKop(byte diepte, byte kleur)
        => [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1, diepte, kleur, 0, 0, 0, 1, 2, 3, 4];

    public static byte[] Heic(string hoofdmerk, string[] merken, int grootte = 2_000, string merk = "")
    {
        byte[] ftyp = [.. Getal(16 + (4 * merken.Length)), .. "ftyp"u8, .. Encoding.ASCII.GetBytes(hoofdmerk), 0, 0, 0, 0, .. merken.SelectMany(Encoding.ASCII.GetBytes)];
        byte[] meta = [0, 0, 0, 12, .. "meta"u8, 0, 0, 0, 0];
        return Vul([.. ftyp, .. meta, .. Getal(grootte - ftyp.Length - meta.Length), .. "mdat"u8], [], grootte, merk);
    }

    /// <summary>A zip with one file, as an Office document or a programme is one.</summary>
    public static byte[] Zip()
    {
        using var stroom = new MemoryStream();
        using (var zip = new ZipArchive(stroom, ZipArchiveMode.Create))
        {
            using var bestand = zip.CreateEntry("word/document.xml").Open();
            bestand.Write("<document/>"u8);
        }

        return stroom.ToArray();
    }

    public static byte[] Vul(string begin, string einde, int grootte, string merk = "") => Vul(Encoding.Latin1.GetBytes(begin), Encoding.Latin1.GetBytes(einde), grootte, merk);

    private static byte[] Webp(int grootte, string merk)
    {
        var kop = (byte[])[.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8L"u8, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(kop.AsSpan(4), grootte - 8);
        BinaryPrimitives.WriteInt32LittleEndian(kop.AsSpan(16), grootte - 20);
        return Vul(kop, [], grootte, merk);
    }

    private static byte[] Vul(byte[] begin, byte[] einde, int grootte, string merk)
    {
        var bytes = new byte[grootte];
        Random.Shared.NextBytes(bytes);
        begin.CopyTo(bytes, 0);
        einde.CopyTo(bytes, grootte - einde.Length);
        Encoding.UTF8.GetBytes(merk).CopyTo(bytes, begin.Length);
        return bytes;
    }

    private static byte[] Getal(int waarde)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, waarde);
        return bytes;
    }
}
