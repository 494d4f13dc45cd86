using System.Buffers.Binary;

namespace Draaiboek.Meldingen;

/// <summary>
/// Says by its content what a file is; its name and the type that came with it say nothing. Looks further than the first bytes: a file that also is something else
/// (an archive behind a picture, a page in front of a PDF) is none of these. It opens nothing and does not look whether a file is safe (docs/bijlagen.md).
/// </summary>
internal static class Bestandsherkenning
{
    /// <summary>Bytes at the beginning that are looked at: the chain of parts is followed so far.</summary>
    public const int Kop = 1024 * 1024;

    /// <summary>Bytes at the end that are looked at: as far as programmes look back for the end of an archive.</summary>
    public const int Staart = 64 * 1024 + 22;

    /// <summary>A PDF ends within the last part of this size; readers look no further.</summary>
    private const int EindePdf = 1024;

    private static ReadOnlySpan<byte> PngBegin => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The last chunk of a PNG, with its checksum.</summary>
    private static ReadOnlySpan<byte> PngEinde => [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    private static ReadOnlySpan<byte> ZipEinde => [(byte)'P', (byte)'K', 5, 6];

    /// <param name="kop">The first <see cref="Kop"/> bytes, or all.</param>
    /// <param name="staart">The last <see cref="Staart"/> bytes, or all.</param>
    /// <param name="grootte">Bytes in all.</param>
    /// <returns>Null when it is nothing that may be added.</returns>
    public static Bijlagetype? Herken(ReadOnlySpan<byte> kop, ReadOnlySpan<byte> staart, long grootte)
    {
        if (Begint(kop) is not { } type || EindigtAlsArchief(staart, grootte))
        {
            return null;
        }

        var heel = type switch
        {
            Bijlagetype.Pdf => IsPdf(staart),
            Bijlagetype.Jpeg => IsJpeg(kop, grootte),
            Bijlagetype.Png => IsPng(kop, staart),
            Bijlagetype.Webp => IsWebp(kop, grootte),
            _ => IsHeic(kop, grootte),
        };
        return heel ? type : null;
    }

    /// <summary>What it is by its first bytes: enough to refuse before the rest is there, not to accept.</summary>
    public static Bijlagetype? Begint(ReadOnlySpan<byte> kop)
    {
        if (kop.Length >= 8 && kop.StartsWith("%PDF-"u8) && kop[5] is (byte)'1' or (byte)'2' && kop[6] == '.' && char.IsAsciiDigit((char)kop[7]))
        {
            return Bijlagetype.Pdf;
        }

        if (kop.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
        {
            return Bijlagetype.Jpeg;
        }

        if (kop.StartsWith(PngBegin))
        {
            return Bijlagetype.Png;
        }

        if (kop.Length >= 12 && kop.StartsWith("RIFF"u8) && kop[8..].StartsWith("WEBP"u8))
        {
            return Bijlagetype.Webp;
        }

        return kop.Length >= 16 && kop[4..].StartsWith("ftyp"u8) ? Bijlagetype.Heic : null;
    }

    /// <summary>
    /// The directory of a zip stands at its end, whatever comes before it. Such a file opens as an archive, a Word document or a programme.
    /// The numbers must fit as well: the four bytes alone can be chance.
    /// </summary>
    private static bool EindigtAlsArchief(ReadOnlySpan<byte> staart, long grootte)
    {
        for (var rest = staart; rest.IndexOf(ZipEinde) is >= 0 and var op; rest = rest[(op + 1)..])
        {
            var einde = rest[op..];
            if (einde.Length >= 22
                && BinaryPrimitives.ReadUInt32LittleEndian(einde[4..]) == 0 // on one disk
                && BinaryPrimitives.ReadUInt16LittleEndian(einde[8..]) == BinaryPrimitives.ReadUInt16LittleEndian(einde[10..])
                && BinaryPrimitives.ReadUInt32LittleEndian(einde[12..]) <= grootte
                && BinaryPrimitives.ReadUInt16LittleEndian(einde[20..]) <= einde.Length - 22)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPdf(ReadOnlySpan<byte> staart)
    {
        var einde = staart[Math.Max(0, staart.Length - EindePdf)..].LastIndexOf("%%EOF"u8);
        return einde >= 0 && staart[..(staart.Length - Math.Min(staart.Length, EindePdf) + einde)].LastIndexOf("startxref"u8) >= 0;
    }

    /// <summary>Segments one after the other up to the picture itself. Some cameras put so much in front that it lies beyond the head: then the chain up to there is enough.</summary>
    private static bool IsJpeg(ReadOnlySpan<byte> kop, long grootte)
    {
        var beeld = false;
        var op = 2;
        while (op + 4 <= kop.Length)
        {
            if (kop[op] != 0xFF)
            {
                return false;
            }

            var merk = kop[op + 1];
            if (merk == 0xFF)
            {
                op++;
                continue;
            }

            var lengte = BinaryPrimitives.ReadUInt16BigEndian(kop[(op + 2)..]);
            if (merk is < 0xC0 or (>= 0xD0 and <= 0xD9) || lengte < 2)
            {
                return false;
            }

            if (merk == 0xDA)
            {
                return beeld;
            }

            if (merk is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                beeld = IsBeeld(kop[op..], lengte);
                if (!beeld)
                {
                    return false;
                }
            }

            op += 2 + lengte;
        }

        return kop.Length < grootte && op < grootte;
    }

    /// <summary>A frame of 1 to 4 components, with a width; its height may follow later.</summary>
    private static bool IsBeeld(ReadOnlySpan<byte> segment, int lengte)
        => segment.Length >= 10
            && BinaryPrimitives.ReadUInt16BigEndian(segment[7..]) > 0
            && segment[9] is >= 1 and <= 4
            && lengte == 8 + (3 * segment[9]);

    private static bool IsPng(ReadOnlySpan<byte> kop, ReadOnlySpan<byte> staart)
    {
        // Signature, then IHDR: length 13, name, width, height, depth, colour, compression, filter, interlace, checksum.
        if (kop.Length < 33 || BinaryPrimitives.ReadUInt32BigEndian(kop[8..]) != 13 || !kop[12..].StartsWith("IHDR"u8))
        {
            return false;
        }

        var (diepte, kleur) = (kop[24], kop[25]);
        var kan = kleur switch
        {
            0 => diepte is 1 or 2 or 4 or 8 or 16,
            3 => diepte is 1 or 2 or 4 or 8,
            2 or 4 or 6 => diepte is 8 or 16,
            _ => false,
        };
        return kan
            && BinaryPrimitives.ReadInt32BigEndian(kop[16..]) > 0
            && BinaryPrimitives.ReadInt32BigEndian(kop[20..]) > 0
            && kop[26] == 0
            && kop[27] == 0
            && kop[28] <= 1
            && staart.LastIndexOf(PngEinde) >= 0;
    }

    /// <summary>The container says how large it is, and that is all there is but for a byte that makes it even.</summary>
    private static bool IsWebp(ReadOnlySpan<byte> kop, long grootte)
    {
        var lengte = BinaryPrimitives.ReadUInt32LittleEndian(kop[4..]);
        var eerste = kop[12..];
        return (grootte == 8L + lengte || (lengte % 2 == 1 && grootte == 9L + lengte))
            && kop.Length >= 20
            && (eerste.StartsWith("VP8 "u8) || eerste.StartsWith("VP8L"u8) || eerste.StartsWith("VP8X"u8))
            && 20L + BinaryPrimitives.ReadUInt32LittleEndian(kop[16..]) <= grootte;
    }

    /// <summary>The brands of a HEIC picture, and boxes one after the other from the first byte to the last, as far as the head shows them.</summary>
    private static bool IsHeic(ReadOnlySpan<byte> kop, long grootte)
    {
        var merken = BinaryPrimitives.ReadUInt32BigEndian(kop);
        if (merken < 16 || merken > Math.Min(kop.Length, 1024) || merken % 4 != 0 || !HeeftHeicMerk(kop[..(int)merken]))
        {
            return false;
        }

        for (long op = merken; op < grootte;)
        {
            if (op + 8 > kop.Length)
            {
                return kop.Length < grootte;
            }

            var doos = kop[(int)op..];
            long lengte = BinaryPrimitives.ReadUInt32BigEndian(doos);
            if (lengte == 1)
            {
                if (doos.Length < 16)
                {
                    return kop.Length < grootte;
                }

                lengte = BinaryPrimitives.ReadInt64BigEndian(doos[8..]);
            }
            else if (lengte == 0)
            {
                // To the end of the file.
                lengte = grootte - op;
            }

            if (lengte < 8 || lengte > grootte - op || !IsNaam(doos[4..8]))
            {
                return false;
            }

            op += lengte;
        }

        return true;
    }

    /// <summary>Said outright, or as a picture of a general kind that is compressed so; others of that kind (AVIF) are not.</summary>
    private static bool HeeftHeicMerk(ReadOnlySpan<byte> merken)
    {
        var hoofd = merken[8..12];
        if (!IsHeicMerk(hoofd) && !hoofd.SequenceEqual("mif1"u8) && !hoofd.SequenceEqual("msf1"u8))
        {
            return false;
        }

        var heic = IsHeicMerk(hoofd);
        for (var op = 16; op < merken.Length; op += 4)
        {
            heic |= IsHeicMerk(merken[op..(op + 4)]);
        }

        return heic;
    }

    private static bool IsHeicMerk(ReadOnlySpan<byte> merk)
        => merk.SequenceEqual("heic"u8) || merk.SequenceEqual("heix"u8) || merk.SequenceEqual("heim"u8) || merk.SequenceEqual("heis"u8);

    private static bool IsNaam(ReadOnlySpan<byte> naam) => !naam.ContainsAnyExceptInRange((byte)' ', (byte)'~');
}
