using Draaiboek.Berichten;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;

namespace Draaiboek.Tests.Registratie;

/// <summary>A made-up history, its messages, and where it stood on any day, told without a query.</summary>
internal sealed class Geschiedenis(Verloop verloop)
{
    private readonly List<(DateOnly Op, string Stand)> _standen = [];

    public Verloop Verloop => verloop;

    public static Geschiedenis Verzin(Random random)
    {
        var dag = new DateOnly(2017, 1, 1).AddDays(random.Next(730));
        var verloop = new Verloop(dag);
        var geschiedenis = new Geschiedenis(verloop);
        var stand = "wachtend";
        var laatste = dag;
        void Zet(DateOnly op, string nieuw)
        {
            stand = nieuw;
            laatste = op > laatste ? op : laatste;
            geschiedenis._standen.Add((op, nieuw));
        }

        var kennisgemaakt = random.Next(2) == 0;
        if (kennisgemaakt)
        {
            var ook = random.Next(3) == 0;
            dag = dag.AddDays(random.Next(60));
            verloop.Kennismaking(dag, ook);
            Zet(dag, ook ? "lopend" : "wachtend");
        }

        if (stand == "wachtend" && random.Next(3) == 0)
        {
            dag = laatste.AddDays(random.Next(90));
            var reden = (RedenNietGestart)random.Next(1, kennisgemaakt ? 4 : 3);
            verloop.NietGestart(dag, reden);
            Zet(dag, reden.ToString());
            return geschiedenis;
        }

        for (var gesprekken = random.Next(4); gesprekken > 0; gesprekken--)
        {
            // Talks may be written down in another order than they took place.
            dag = verloop.OntvangenOp.AddDays(random.Next(200));
            verloop.Gesprek(dag);
            Zet(dag, "lopend");
        }

        dag = laatste.AddDays(random.Next(40));
        switch (random.Next(5))
        {
            case 0 when stand == "lopend":
                verloop.Negatief(dag);
                Zet(dag, "negatief");
                break;
            case 1 when stand == "lopend":
                verloop.Positief(dag, toestemming: random.Next(2) == 0);
                Zet(dag, "positief");
                break;
            case 2 when stand == "lopend":
                verloop.Stopgezet(dag);
                Zet(dag, "stopgezet");
                break;
            case 3:
                verloop.Overgedragen(dag);
                Zet(dag, "overgedragen");
                break;
        }

        return geschiedenis;
    }

    /// <summary>The plain recount.</summary>
    public static AssessmentCijfers Tel(IEnumerable<Geschiedenis> alle, int jaar, DateOnly peil) => Tel(alle, new(jaar, 1, 1), new(jaar, 12, 31), peil);

    /// <inheritdoc cref="Tel(IEnumerable{Geschiedenis}, int, DateOnly)"/>
    public static AssessmentCijfers Tel(IEnumerable<Geschiedenis> alle, DateOnly van, DateOnly tot, DateOnly peil)
    {
        var standen = alle.Where(g => g.Verloop.OntvangenOp >= van && g.Verloop.OntvangenOp <= tot && g.Verloop.OntvangenOp <= peil).Select(g => g.StandOp(peil)).ToList();
        int Aantal(string stand) => standen.Count(s => s == stand);
        int reden1 = Aantal(nameof(RedenNietGestart.NietBereikbaar)), reden2 = Aantal(nameof(RedenNietGestart.WilNietDeelnemen)), reden3 = Aantal(nameof(RedenNietGestart.AfgehaaktNaKennismaking));
        return new AssessmentCijfers(
            standen.Count, Aantal("negatief") + Aantal("positief"), Aantal("negatief"), Aantal("positief"), Aantal("lopend"), Aantal("wachtend"),
            reden1 + reden2 + reden3, reden1, reden2, reden3, Aantal("stopgezet"), Aantal("overgedragen"));
    }

    /// <summary>Not finished: it waits or runs.</summary>
    public bool IsOpenOp(DateOnly peil) => StandOp(peil) is "wachtend" or "lopend";

    /// <summary>A talk, once held, is not undone by a step that was written down after it and happened earlier.</summary>
    private string StandOp(DateOnly peil)
    {
        var stand = "wachtend";
        foreach (var stap in _standen.Where(stap => stap.Op <= peil))
        {
            stand = stap.Stand == "wachtend" ? stand : stap.Stand;
        }

        return stand;
    }
}
