using System.Globalization;
using System.Runtime.InteropServices;

namespace Draaiboek.Registratie;

/// <summary>Which codes of a property a cell asks for: bit i is code i.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Voorwaarde(int Kenmerk, uint Codes)
{
    public bool Geldt(int code) => (Codes >> code & 1) == 1;
}

/// <summary>
/// What one number in a table counts: the units of a population in some classes of the process (which procescijfers tell of everybody) and with some codes of
/// hidden properties. The same cell has the same <see cref="Sleutel"/> in whatever table it stands.
/// </summary>
internal sealed class Cel : IEquatable<Cel>
{
    private readonly Voorwaarde[] _voorwaarden;

    /// <param name="populatie">The population, by code.</param>
    /// <param name="proces">Bit i is class i of the process.</param>
    /// <param name="voorwaarden">At most one for each property; a property without one is not asked for.</param>
    public Cel(string populatie, uint proces, IEnumerable<Voorwaarde> voorwaarden)
    {
        Populatie = populatie;
        Proces = proces;
        Voorwaarden = _voorwaarden = [.. voorwaarden.OrderBy(voorwaarde => voorwaarde.Kenmerk)];
        Vraag = string.Join('|', Voorwaarden.Select(voorwaarde => string.Create(CultureInfo.InvariantCulture, $"{voorwaarde.Kenmerk:x}:{voorwaarde.Codes:x}")));
        Sleutel = string.Create(CultureInfo.InvariantCulture, $"{populatie}|{proces:x}|{Vraag}");
    }

    public static Cel Lees(string sleutel)
    {
        var delen = sleutel.Split('|', StringSplitOptions.RemoveEmptyEntries);
        return new Cel(delen[0], Getal(delen[1]), delen.Skip(2).Select(deel => deel.Split(':')).Select(paar => new Voorwaarde((int)Getal(paar[0]), Getal(paar[1]))));
    }

    public string Populatie { get; }

    public uint Proces { get; }

    public IReadOnlyList<Voorwaarde> Voorwaarden { get; }

    public string Sleutel { get; }

    /// <summary>What it asks of the hidden properties, of whoever it counts.</summary>
    public string Vraag { get; }

    /// <summary>A count that the procescijfers tell already is no secret; one that asks for a hidden property is.</summary>
    public bool IsBeschermd => Voorwaarden.Count > 0;

    public bool Telt(int proces) => (Proces >> proces & 1) == 1;

    public bool Telt(int proces, IReadOnlyList<byte> codes)
    {
        if (!Telt(proces))
        {
            return false;
        }

        // Asked of every unit for every cell.
        foreach (var voorwaarde in _voorwaarden)
        {
            if (!voorwaarde.Geldt(codes[voorwaarde.Kenmerk]))
            {
                return false;
            }
        }

        return true;
    }

    public bool Equals(Cel? other) => other is not null && other.Sleutel == Sleutel;

    public override bool Equals(object? obj) => Equals(obj as Cel);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Sleutel);

    public override string ToString() => Sleutel;

    private static uint Getal(string hexadecimaal) => uint.Parse(hexadecimaal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

/// <summary>A cell as the reader finds it; without a value it is withheld.</summary>
internal sealed record Vermelding(Cel Cel, int? Waarde);
