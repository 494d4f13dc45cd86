using System.Globalization;
using Draaiboek.GraphQL.Tests.Reference;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support.PrivateServers;
using Xunit;
using Xunit.Abstractions;

namespace Draaiboek.Tests.Registratie;

/// <summary>
/// The attack on what was published: 200 populations by hand with <c>DRAAIBOEK_AANVAL=200</c>, a few in each run of the tests.
/// Every twentieth of a long run publishes both halves, the year and a correction of it, and is attacked with all of that.
/// </summary>
[Trait("Regel", "G5")]
public sealed class AanvalTests(ITestOutputHelper uitvoer)
{
    private const int Gewoonlijk = 8;

    private static readonly int Aantal = Environment.GetEnvironmentVariable("DRAAIBOEK_AANVAL") is { Length: > 0 } tekst ? int.Parse(tekst, CultureInfo.InvariantCulture) : Gewoonlijk;

    [Fact]
    public void Given_populations_of_60_to_500_When_all_that_is_published_goes_into_a_solver_Then_no_cell_is_below_the_bar_G5()
    {
        SharedServers.SkipWithout(Glpk.Missing);
        var (cellen, achter, fout, breuken, geheel, onder, open) = (0, 0, 0.0, 0, 0, new List<string>(), new List<string>());
        var niveaus = new int[4];
        for (var zaad = 1; zaad <= Aantal; zaad++)
        {
            var aantal = 60 + (zaad * 163 % 441);
            var bevolking = Proefbevolking.Verzin(zaad, aantal);
            var eerder = Uitgegeven.Niets;
            Toetsing? bewijs = null;
            foreach (var uitgave in Aantal > Gewoonlijk && zaad % 20 == 0 ? [0, 1, 2, 3] : new[] { zaad % 2 == 0 ? 0 : 2 })
            {
                var populaties = bevolking.Van(uitgave);
                var uit = new Vrijgave(new Afronding(BitConverter.GetBytes(zaad)), Tabellenlijst.Alle).Bereid(populaties, eerder);
                eerder = new Uitgegeven([.. eerder.Populaties, .. populaties.Values], [.. eerder.Vermeldingen, .. uit.Vermeldingen]);
                // Of one publicatie the attack finds all by itself.
                bewijs = uitgave == 3 ? uit.Toetsing : null;
                foreach (var blad in uit.Bladen)
                {
                    niveaus[blad.Niveau ?? 3]++;
                    foreach (var (vak, waarde) in blad.Vakken.Where(vak => vak.Vak.Cel.IsBeschermd))
                    {
                        cellen += waarde is null ? 0 : 1;
                        achter += waarde is null ? 1 : 0;
                        fout += waarde is null ? 0 : Math.Abs(waarde.Value - populaties[blad.Tabel.Soort].Tel(vak.Cel).Count());
                    }
                }
            }

            var kennis = OpenbareKennis.Van(eerder.Populaties, eerder.Vermeldingen);
            var uitslag = Aanval.VoerUit(kennis, bewijs);
            breuken += uitslag.Breuken;
            geheel += uitslag.Geheel;
            open.AddRange(uitslag.Open.Select(vermelding => $"{zaad}: {vermelding}"));
            onder.AddRange(uitslag.Grenzen.Where(grens => grens.Mogelijk < Onthullingstoets.Nodig(kennis, grens.Vermelding)).Select(grens => $"{zaad}: {grens}"));
        }

        Report.Write(uitvoer, "tabellen-aanval", string.Create(
            CultureInfo.InvariantCulture,
            $"Attack on the tables: {Aantal} populations; tables as defined {niveaus[0]}, coarser {niveaus[1]}, withheld {niveaus[3]}; cells published {cellen}, withheld {achter}; mean error {fout / cellen:f2}; asked {breuken} times in fractions, {geheel} times for whole numbers; below the bar {onder.Count}, not known {open.Count}"));
        Assert.True(onder.Count == 0, string.Join('\n', onder));
        Assert.True(open.Count == 0, string.Join('\n', open));
        Assert.InRange(fout / cellen, 0, 1.6);
        Assert.True(niveaus[3] * 4 < niveaus.Sum(), "too much is withheld to be of use");
    }

    [Fact]
    public void Given_77_persons_and_five_tables_When_released_Then_the_mean_error_and_the_ranges_of_the_first_sketch_are_held_G5()
    {
        SharedServers.SkipWithout(Glpk.Missing);
        IReadOnlyList<Tabeldefinitie> vijf = [.. Tabellenlijst.Alle.Where(tabel => tabel.Soort == Populaties.Jongeren && tabel.Code != "provincieNaarLink")];
        Assert.Equal(5, vijf.Count);
        var (cellen, fout, smalst) = (0, 0.0, int.MaxValue);
        for (var zaad = 1; zaad <= 3; zaad++)
        {
            var alle = Proefbevolking.Verzin(zaad, 120).Van(2);
            var populatie = alle[Populaties.Jongeren] with { Leden = [.. alle[Populaties.Jongeren].Leden.Take(77)] };
            var populaties = new Dictionary<string, Populatie>(StringComparer.Ordinal) { [Populaties.Jongeren] = populatie };
            var uit = new Vrijgave(new Afronding([(byte)zaad]), vijf).Bereid(populaties, Uitgegeven.Niets);
            foreach (var vermelding in uit.Vermeldingen.Where(vermelding => vermelding is { Waarde: not null, Cel.IsBeschermd: true }))
            {
                cellen++;
                fout += Math.Abs(vermelding.Waarde!.Value - populatie.Tel(vermelding.Cel).Count());
            }

            var grenzen = Aanval.VoerUit(OpenbareKennis.Van([populatie], uit.Vermeldingen)).Grenzen;
            smalst = Math.Min(smalst, grenzen.Where(grens => grens.Vermelding.Waarde is not null).Min(grens => grens.Mogelijk));
        }

        Report.Write(uitvoer, "tabellen-schets", string.Create(CultureInfo.InvariantCulture, $"Attack on 77 persons and five tables: {cellen} cells, mean error {fout / cellen:f2}, at least {smalst} counts"));
        Assert.InRange(fout / cellen, 0, 1.5);
        Assert.True(smalst >= 4);
    }

    [Fact]
    public void Given_tables_that_nobody_judged_When_attacked_Then_the_attack_finds_what_is_below_the_bar_G5()
    {
        SharedServers.SkipWithout(Glpk.Missing);
        var gevonden = 0;
        for (var zaad = 1; zaad <= 3 && gevonden == 0; zaad++)
        {
            var populaties = Proefbevolking.Verzin(zaad, 60).Van(0);
            var afronding = new Afronding([(byte)zaad]);
            var alles = Tabellenlijst.Alle.SelectMany(tabel => tabel.Vakken(populaties[tabel.Soort].Code, 0).Select(vak => vak.Cel)).Distinct()
                .Select(cel => new Vermelding(cel, afronding.RondAf(populaties.Values.Single(populatie => populatie.Code == cel.Populatie).Tel(cel)))).ToList();
            gevonden = Aanval.VoerUit(OpenbareKennis.Van(populaties.Values, alles)).Grenzen.Count(grens => grens.Mogelijk < Onthullingstoets.Minimum);
        }

        Assert.True(gevonden > 0);
    }
}
