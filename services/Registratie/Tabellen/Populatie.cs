using System.Runtime.InteropServices;

namespace Draaiboek.Registratie;

/// <summary>
/// One who is counted, as he or she was at that moment: who has other codes afterwards is another unit. Its <see cref="Sleutel"/> is the same in every population
/// and publicatie in which it stands unchanged.
/// </summary>
/// <param name="Sleutel">Made of an id and the codes; never published.</param>
/// <param name="Codes">One for each property of <see cref="Kenmerken"/>.</param>
internal sealed record Eenheid(Guid Sleutel, IReadOnlyList<byte> Codes);

/// <param name="Proces">The class of the process in which the unit is in this population.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Lid(Eenheid Eenheid, int Proces);

/// <summary>What a table counts: who belongs to it.</summary>
internal sealed record Populatie(string Code, IReadOnlyList<Lid> Leden)
{
    /// <summary>Who is counted in a cell.</summary>
    public IEnumerable<Guid> Tel(Cel cel) => Leden.Where(lid => cel.Telt(lid.Proces, lid.Eenheid.Codes)).Select(lid => lid.Eenheid.Sleutel);
}

/// <summary>Units that nothing public tells apart: in the same populations, in the same classes of the process.</summary>
/// <param name="Lidmaatschap">Class of the process by population.</param>
internal sealed record Groep(IReadOnlyDictionary<string, int> Lidmaatschap, int Aantal)
{
    public bool KanIn(Cel cel) => Lidmaatschap.TryGetValue(cel.Populatie, out var proces) && cel.Telt(proces);
}

/// <summary>
/// All that whoever reads everything knows, and rather more: how many units there are in each class of the process, exactly, in which populations the same ones
/// stand and how many were corrected between two publicaties; every value ever published; how it was rounded. Not known are the hidden properties and the key.
/// </summary>
internal sealed record OpenbareKennis(IReadOnlyList<Groep> Groepen, IReadOnlyList<Vermelding> Vermeldingen)
{
    public static OpenbareKennis Van(IEnumerable<Populatie> populaties, IReadOnlyList<Vermelding> vermeldingen)
    {
        var perEenheid = new Dictionary<Guid, SortedDictionary<string, int>>();
        foreach (var populatie in populaties)
        {
            foreach (var lid in populatie.Leden)
            {
                if (!perEenheid.TryGetValue(lid.Eenheid.Sleutel, out var lidmaatschap))
                {
                    perEenheid[lid.Eenheid.Sleutel] = lidmaatschap = new SortedDictionary<string, int>(StringComparer.Ordinal);
                }

                lidmaatschap.Add(populatie.Code, lid.Proces);
            }
        }

        var groepen = perEenheid.Values
            .GroupBy(lidmaatschap => string.Join('|', lidmaatschap.Select(lid => $"{lid.Key}={lid.Value}")), StringComparer.Ordinal)
            .OrderBy(groep => groep.Key, StringComparer.Ordinal)
            .Select(groep => new Groep(groep.First(), groep.Count()));
        return new OpenbareKennis([.. groepen], vermeldingen);
    }

    /// <summary>How many can be in this cell at most, as the procescijfers tell.</summary>
    public int Bereik(Cel cel) => Groepen.Where(groep => groep.KanIn(cel)).Sum(groep => groep.Aantal);
}
