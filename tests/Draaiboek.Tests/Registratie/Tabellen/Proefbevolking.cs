using Draaiboek.Registratie;

namespace Draaiboek.Tests.Registratie;

/// <summary>
/// A made-up year: young persons with made-up codes, uneven as real ones are, of whom some come back in the second half and some were running already.
/// The same seed gives the same year.
/// </summary>
internal sealed class Proefbevolking
{
    private static readonly int[][] Gewichten =
    [
        [30, 10, 20, 12, 14, 6, 3, 5], // provincie
        [3, 30, 55, 6, 6],             // leeftijdsklasse
        [85, 10, 2, 3],                // geslacht
        [20, 40, 15, 25],              // link
        [20, 10, 30, 15, 25],          // weglopen
        [40, 10, 8, 20, 7, 15],        // rekruteringskanaal
        [25, 50, 15, 5, 5],            // verblijf
        [50, 15, 8, 8, 6, 8, 3, 2],    // sector
    ];

    private static readonly int[][] Uitbuitingsgewichten =
    [
        [40, 10, 8, 20, 7, 15],        // werving
        [35, 45, 20],                  // methode
        [5, 35, 30, 30],               // verdachten
        [20, 25, 5, 10, 5, 15, 5, 15], // plaats
        [30, 8, 18, 10, 10, 12, 4, 8], // provincie van de plaats
        [15, 55, 30],                  // grensoverschrijdend
    ];

    private static readonly int[] Uitkomstgewichten = [22, 3, 25, 25, 22, 2, 1];

    private readonly Random _toeval;
    private readonly List<Vraag> _vragen = [];

    private Proefbevolking(int zaad) => _toeval = new Random(zaad);

    /// <summary>One question about a young person, by half-year: -1 is before the year.</summary>
    private sealed record Vraag(int Halfjaar, Eenheid Eenheid, int? Uitkomst, bool LooptDoor)
    {
        /// <summary>The same young person's later question.</summary>
        public Vraag? Later { get; set; }

        public Eenheid? Uitbuiting { get; set; }

        public bool Opnieuw { get; set; }
    }

    public static Proefbevolking Verzin(int zaad, int aantal)
    {
        var bevolking = new Proefbevolking(zaad);
        for (var i = 0; i < aantal; i++)
        {
            var halfjaar = bevolking._toeval.Next(100) switch { < 12 => -1, < 56 => 0, _ => 1 };
            var vraag = bevolking.Stel(halfjaar, codes: null);
            if (halfjaar < 1 && bevolking._toeval.Next(100) < 8)
            {
                vraag.Later = bevolking.Stel(1, bevolking._toeval.Next(2) == 0 ? vraag.Eenheid.Codes : null);
            }
        }

        // Drawn last, so that the years before them stay what they were.
        foreach (var vraag in bevolking._vragen)
        {
            vraag.Opnieuw = bevolking._toeval.Next(100) < 15;
            vraag.Uitbuiting = bevolking._toeval.Next(100) < 60
                ? bevolking.NieuweEenheid([.. new byte[Gewichten.Length], .. Uitbuitingsgewichten.Select(gewichten => (byte)bevolking.Trek(gewichten))])
                : null;
        }

        return bevolking;
    }

    /// <summary>The populations of the first half (0), the second half (1), the year (2) or the year after a correction (3).</summary>
    public IReadOnlyDictionary<string, Populatie> Van(int uitgave)
    {
        var van = uitgave == 1 ? 1 : 0;
        var tot = uitgave == 0 ? 0 : 1;
        bool In(Vraag vraag) => vraag.Halfjaar >= van && vraag.Halfjaar <= tot;
        var laatste = _vragen.Where(vraag => vraag.Halfjaar <= tot && (vraag.Later is null || vraag.Later.Halfjaar > tot)).ToList();
        Eenheid Van(Vraag vraag) => uitgave == 3 ? Verbeterd(vraag.Eenheid) : vraag.Eenheid;
        var jongeren = laatste.Where(In).Select(vraag => new Lid(Van(vraag), 0));
        var dossiers = laatste.Where(vraag => In(vraag) || (vraag.Halfjaar < van && vraag.LooptDoor))
            .Select(vraag => new Lid(Van(vraag), vraag.Halfjaar < van ? Tabellenlijst.Lopend : Tabellenlijst.Nieuw));
        var assessments = _vragen.Where(vraag => In(vraag) && vraag.Uitkomst is not null).Select(vraag => new Lid(Van(vraag), vraag.Uitkomst!.Value));
        var slachtoffers = laatste.Where(In).Select(vraag => new Lid(Van(vraag), vraag.Opnieuw ? Tabellenlijst.Opnieuw : Tabellenlijst.NietOpnieuw));
        var uitbuitingen = laatste.Where(vraag => In(vraag) && vraag.Uitbuiting is not null).Select(vraag => new Lid(vraag.Uitbuiting!, 0));
        return new Dictionary<string, Populatie>(StringComparer.Ordinal)
        {
            [Populaties.Jongeren] = new($"u{uitgave}/{Populaties.Jongeren}", [.. jongeren]),
            [Populaties.Dossiers] = new($"u{uitgave}/{Populaties.Dossiers}", [.. dossiers]),
            [Populaties.Assessments] = new($"u{uitgave}/{Populaties.Assessments}", [.. assessments]),
            [Populaties.Slachtoffers] = new($"u{uitgave}/{Populaties.Slachtoffers}", [.. slachtoffers]),
            [Populaties.Uitbuitingen] = new($"u{uitgave}/{Populaties.Uitbuitingen}", [.. uitbuitingen]),
        };
    }

    private Vraag Stel(int halfjaar, IReadOnlyList<byte>? codes)
    {
        var vraag = new Vraag(halfjaar, NieuweEenheid(codes), _toeval.Next(100) < 90 ? Trek(Uitkomstgewichten) : null, _toeval.Next(100) < 30);
        _vragen.Add(vraag);
        return vraag;
    }

    private Eenheid NieuweEenheid(IReadOnlyList<byte>? codes)
    {
        var sleutel = new byte[16];
        _toeval.NextBytes(sleutel);
        return new Eenheid(new Guid(sleutel), codes ?? [.. Gewichten.Select(gewichten => (byte)Trek(gewichten))]);
    }

    /// <summary>One in forty turns out to have another province.</summary>
    private static Eenheid Verbeterd(Eenheid eenheid)
    {
        var bytes = eenheid.Sleutel.ToByteArray();
        if (bytes[0] % 40 != 0)
        {
            return eenheid;
        }

        bytes[15] ^= 1;
        return new Eenheid(new Guid(bytes), [(byte)((eenheid.Codes[0] + 1) % 8), .. eenheid.Codes.Skip(1)]);
    }

    private int Trek(int[] gewichten)
    {
        var trekking = _toeval.Next(gewichten.Sum());
        var code = 0;
        while (trekking >= gewichten[code])
        {
            trekking -= gewichten[code++];
        }

        return code;
    }
}
