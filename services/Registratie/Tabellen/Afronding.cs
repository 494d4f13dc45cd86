using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Draaiboek.Registratie;

/// <summary>
/// Random rounding to multiples of five, without bias, by a key (G5). Which way a count goes is decided by who is in it: the same units give the same value
/// in whatever table, and nothing is learned by asking again. A value v leaves v-4 to v+4; zero leaves 0 to 4. Who has not the key can't tell more.
/// </summary>
internal sealed class Afronding(byte[] sleutel)
{
    public const int Grondtal = 5;

    /// <summary>How far a count is from its value at most.</summary>
    public const int Speling = Grondtal - 1;

    private const int SleutelLengte = 16;

    private const int SleutelsTegelijk = 64;

    /// <param name="eenheden">Keys of who is in the cell; the order does not matter.</param>
    public int RondAf(IEnumerable<Guid> eenheden)
    {
        var gesorteerd = eenheden.ToArray();
        var rest = gesorteerd.Length % Grondtal;
        if (rest == 0)
        {
            return gesorteerd.Length;
        }

        if (!IsGesorteerd(gesorteerd))
        {
            Array.Sort(gesorteerd);
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, sleutel);
        hmac.AppendData("afronding"u8);
        Span<byte> bytes = stackalloc byte[SleutelLengte * SleutelsTegelijk];
        foreach (var stuk in gesorteerd.Chunk(SleutelsTegelijk))
        {
            for (var i = 0; i < stuk.Length; i++)
            {
                stuk[i].TryWriteBytes(bytes[(i * SleutelLengte)..]);
            }

            hmac.AppendData(bytes[..(stuk.Length * SleutelLengte)]);
        }

        return gesorteerd.Length - rest + (Trek(hmac, Grondtal) < (uint)rest ? Grondtal : 0);
    }

    /// <summary>Cells of one population come in its order, which mostly is this one: sorting a large one over and over is what takes the time.</summary>
    private static bool IsGesorteerd(Guid[] eenheden)
    {
        for (var i = 1; i < eenheden.Length; i++)
        {
            if (eenheden[i - 1].CompareTo(eenheden[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether the lot withholds this cell or this form of a table, once in <paramref name="opDe"/> times. What is withheld then tells nothing about why: for whatever
    /// is withheld because it would give too much away there is a key with which the lot would have done so (docs/adr/0013).
    /// </summary>
    public bool Loot(string wat, uint opDe)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, sleutel);
        hmac.AppendData("loting"u8);
        hmac.AppendData(Encoding.UTF8.GetBytes(wat));
        return Trek(hmac, opDe) == 0;
    }

    /// <summary>From 0 up to a small number; 64 bits make what is not even about it immeasurable.</summary>
    private static ulong Trek(IncrementalHash hmac, uint tot)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        hmac.GetHashAndReset(hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) % tot;
    }
}
