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
    public static OpenbareKennis Van(IEnumerable<Populatie> populaties, IReadOnlyList<Vermelding> vermeldingen) => new(GroepenVan(populaties), vermeldingen);

    /// <summary>Population after population: who was together stays so as long as it is in the same class. In an order that follows from the codes.</summary>
    public static IReadOnlyList<Groep> GroepenVan(IEnumerable<Populatie> populaties)
    {
        // Of each group the one that it came out of, and in which population and class it was told apart from it; the first is of those that are in none.
        var takken = new List<(int Uit, string Populatie, int Proces)> { (-1, "", 0) };
        var bekend = new Dictionary<(int Uit, string Populatie, int Proces), int>();
        var perEenheid = new Dictionary<Guid, int>();
        foreach (var populatie in populaties)
        {
            foreach (var lid in populatie.Leden)
            {
                ref var tak = ref CollectionsMarshal.GetValueRefOrAddDefault(perEenheid, lid.Eenheid.Sleutel, out _);
                var vertakking = (tak, populatie.Code, lid.Proces);
                if (!bekend.TryGetValue(vertakking, out var naar))
                {
                    bekend[vertakking] = naar = takken.Count;
                    takken.Add(vertakking);
                }

                tak = naar;
            }
        }

        var groepen = perEenheid.Values.CountBy(tak => tak).Select(paar =>
        {
            var lidmaatschap = new SortedDictionary<string, int>(StringComparer.Ordinal);
            for (var tak = paar.Key; tak > 0; tak = takken[tak].Uit)
            {
                lidmaatschap.Add(takken[tak].Populatie, takken[tak].Proces);
            }

            return new Groep(lidmaatschap, paar.Value);
        });
        return [.. groepen.OrderBy(groep => string.Join('|', groep.Lidmaatschap.Select(lid => $"{lid.Key}={lid.Value}")), StringComparer.Ordinal)];
    }

    /// <summary>How many can be in this cell at most, as the procescijfers tell.</summary>
    public int Bereik(Cel cel) => Groepen.Where(groep => groep.KanIn(cel)).Sum(groep => groep.Aantal);

    /// <summary>How many can be in one of these cells and not in the other.</summary>
    public int Verschil(Cel een, Cel ander) => Groepen.Where(groep => groep.KanIn(een) != groep.KanIn(ander)).Sum(groep => groep.Aantal);
}
