namespace Draaiboek.Registratie;

/// <summary>A row or a column: some codes under one title. Bit i is code i.</summary>
internal sealed record Klasse(string Code, string Titel, uint Codes);

/// <summary>What a table is broken down by, in the forms that it may take: from fine to coarse, each a coarsening of the one before (G5).</summary>
/// <param name="Kenmerk">The hidden property; null where it is the class of the process.</param>
internal sealed record As(string Code, string Titel, int? Kenmerk, IReadOnlyList<IReadOnlyList<Klasse>> Indelingen)
{
    public IReadOnlyList<Klasse> Klassen(int niveau) => Indelingen[Math.Min(niveau, Indelingen.Count - 1)];

    public Voorwaarde? Vraag(Klasse klasse) => Kenmerk is { } kenmerk ? new Voorwaarde(kenmerk, klasse.Codes) : null;
}

/// <summary>A cell with its place: the class on each axis, null for the total.</summary>
internal sealed record Vak(IReadOnlyList<Klasse?> Klassen, Cel Cel);

/// <summary>A table of the named list: what it counts, why, and since when it does so in this way. Published texts are Dutch.</summary>
/// <param name="Soort">Which population it counts: see <see cref="Populaties"/>.</param>
/// <param name="Telling">What is counted and when.</param>
/// <param name="Bron">The question that it answers, in the documents.</param>
/// <param name="Versie">Of the definition: one higher when it comes to count anything else.</param>
internal sealed record Tabeldefinitie(string Code, string Titel, string Soort, string Telling, string Bron, int Versie, DateOnly Sinds, IReadOnlyList<As> Assen)
{
    private const uint Alles = uint.MaxValue;

    public int Niveaus => Assen.Max(axis => axis.Indelingen.Count);

    /// <summary>Every cell of the table in this form, with all margins and the total.</summary>
    /// <param name="populatie">Code of the population of the period.</param>
    public IReadOnlyList<Vak> Vakken(string populatie, int niveau)
    {
        IEnumerable<IReadOnlyList<Klasse?>> vakken = [[]];
        foreach (var axis in Assen)
        {
            vakken = vakken.SelectMany(vak => axis.Klassen(niveau).Append(null).Select(klasse => (IReadOnlyList<Klasse?>)[.. vak, klasse]));
        }

        return [.. vakken.Select(klassen => new Vak(klassen, CelVan(populatie, klassen)))];
    }

    private Cel CelVan(string populatie, IReadOnlyList<Klasse?> klassen)
    {
        var proces = Alles;
        var voorwaarden = new List<Voorwaarde>();
        for (var i = 0; i < klassen.Count; i++)
        {
            if (klassen[i] is not { } klasse)
            {
                continue;
            }

            if (Assen[i].Vraag(klasse) is { } voorwaarde)
            {
                voorwaarden.Add(voorwaarde);
            }
            else
            {
                proces = klasse.Codes;
            }
        }

        return new Cel(populatie, proces, voorwaarden);
    }
}
