using System.Diagnostics;
using System.Globalization;
using System.Text;
using Draaiboek.Registratie;

namespace Draaiboek.Tests.Registratie;

/// <summary>The counts that an attacker can't rule out for one cell: at most from <see cref="Laag"/> to <see cref="Hoog"/>.</summary>
internal sealed record Grenzen(Vermelding Vermelding, int Laag, int Hoog)
{
    public int Mogelijk => Hoog - Laag + 1;
}

/// <summary>
/// Who reads all that was ever published, knows the exact procescijfers and how values are rounded, and has a solver that is not ours: Debian's glpsol.
/// Builds its own system of equations from what is public, table by table, and asks for the least and the most of each cell.
/// </summary>
internal sealed class Aanval
{
    private const string Program = "/usr/bin/glpsol";

    /// <summary>Where a relaxed answer is as near as this to the bar, whole numbers are asked for.</summary>
    private const int Dichtbij = 6;

    private readonly OpenbareKennis _kennis;
    private readonly Dictionary<string, int> _kolommen = new(StringComparer.Ordinal);
    private readonly List<string> _rijen = [];
    private readonly List<int[]> _soorten;

    private Aanval(OpenbareKennis kennis, IReadOnlyList<Vermelding> deel)
    {
        _kennis = kennis;
        Vermeldingen = deel;
        var gevraagd = deel.Select(vermelding => vermelding.Cel.Voorwaarden.Select(voorwaarde => voorwaarde.Kenmerk).ToArray()).ToList();
        _soorten = [.. gevraagd.Where(een => !gevraagd.Exists(ander => ander.Length > een.Length && !een.Except(ander).Any())).DistinctBy(een => string.Join(',', een))];
        Groepsgrootten();
        Samenhang();
        Waarden();
        Verschillen();
    }

    public static string? Missing { get; } = File.Exists(Program) ? null : "glpk-utils ontbreekt; tests/run installeert het";

    public IReadOnlyList<Vermelding> Vermeldingen { get; }

    /// <summary>Every guarded cell, published or withheld, with what is left of it.</summary>
    public static async Task<IReadOnlyList<Grenzen>> VoerUitAsync(OpenbareKennis kennis)
    {
        var taken = Delen(kennis).Select(deel => new Aanval(kennis, deel))
            .SelectMany(aanval => aanval.Vermeldingen.Where(vermelding => vermelding.Cel.IsBeschermd).Select(vermelding => (aanval, vermelding)))
            .ToList();
        var grenzen = new Grenzen[taken.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, taken.Count),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (i, _) => grenzen[i] = await taken[i].aanval.GrensAsync(taken[i].vermelding));
        return grenzen;
    }

    /// <summary>Cells of which the properties hang together by some table, and the totals that go with them.</summary>
    private static IEnumerable<IReadOnlyList<Vermelding>> Delen(OpenbareKennis kennis)
    {
        var over = kennis.Vermeldingen.Where(vermelding => vermelding.Cel.IsBeschermd).ToList();
        while (over.Count > 0)
        {
            var kenmerken = over[0].Cel.Voorwaarden.Select(voorwaarde => voorwaarde.Kenmerk).ToHashSet();
            bool Hoort(Vermelding vermelding) => vermelding.Cel.Voorwaarden.Any(voorwaarde => kenmerken.Contains(voorwaarde.Kenmerk));
            int voor;
            do
            {
                voor = kenmerken.Count;
                kenmerken.UnionWith(over.Where(Hoort).SelectMany(vermelding => vermelding.Cel.Voorwaarden).Select(voorwaarde => voorwaarde.Kenmerk).ToList());
            }
            while (kenmerken.Count > voor);
            yield return [.. over.Where(Hoort), .. kennis.Vermeldingen.Where(vermelding => !vermelding.Cel.IsBeschermd)];
            over.RemoveAll(Hoort);
        }
    }

    private async Task<Grenzen> GrensAsync(Vermelding vermelding)
    {
        var som = Som(vermelding.Cel);
        if (som.Count == 0)
        {
            return new Grenzen(vermelding, 0, 0);
        }

        var grenzen = new Grenzen(vermelding, await LosOpAsync("Minimize", som, geheel: false), await LosOpAsync("Maximize", som, geheel: false));
        return grenzen.Mogelijk > Dichtbij
            ? grenzen
            : new Grenzen(vermelding, await LosOpAsync("Minimize", som, geheel: true), await LosOpAsync("Maximize", som, geheel: true));
    }

    private async Task<int> LosOpAsync(string richting, IEnumerable<string> som, bool geheel)
    {
        var start = new ProcessStartInfo(Program, ["--lp", "/dev/stdin", "-w", "/dev/stdout"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        using var solver = Process.Start(start)!;
        var uitvoer = solver.StandardOutput.ReadToEndAsync();
        await using (var lp = solver.StandardInput)
        {
            await lp.WriteAsync($"{richting}\n doel: {string.Join(" + ", som)}\nSubject To\n");
            foreach (var rij in _rijen)
            {
                await lp.WriteAsync(rij);
            }

            if (geheel)
            {
                await lp.WriteAsync($"General\n {string.Join("\n ", _kolommen.Values.Select(kolom => $"x{kolom}"))}\n");
            }

            await lp.WriteAsync("End\n");
        }

        var tekst = await uitvoer;
        await solver.WaitForExitAsync();
        var antwoord = tekst.Split('\n').SingleOrDefault(regel => regel.StartsWith("s ", StringComparison.Ordinal))?.Split(' ')
            ?? throw new InvalidOperationException($"glpsol gave no answer:\n{tekst}");
        var (goed, waarde) = geheel ? (antwoord[4] == "o", antwoord[5]) : (antwoord[4] == "f" && antwoord[5] == "f", antwoord[6]);
        if (!goed)
        {
            throw new InvalidOperationException($"glpsol found no optimum: {string.Join(' ', antwoord)}");
        }

        var getal = double.Parse(waarde, CultureInfo.InvariantCulture);
        return (int)(richting == "Minimize" ? Math.Ceiling(getal - 1e-6) : Math.Floor(getal + 1e-6));
    }

    private string Kolom(int groep, int soort, IReadOnlyList<int> codes)
    {
        var naam = $"{groep}|{soort}|{string.Join(',', codes)}";
        if (!_kolommen.TryGetValue(naam, out var kolom))
        {
            _kolommen[naam] = kolom = _kolommen.Count;
        }

        return $"x{kolom}";
    }

    private IEnumerable<(int Groep, IReadOnlyList<int> Codes, string Kolom)> Kolommen(int soort)
    {
        IEnumerable<IReadOnlyList<int>> combinaties = [[]];
        foreach (var kenmerk in _soorten[soort])
        {
            combinaties = combinaties.SelectMany(codes => Enumerable.Range(0, Kenmerken.Alle[kenmerk].Codes.Count).Select(code => (IReadOnlyList<int>)[.. codes, code]));
        }

        var alle = combinaties.ToList();
        return Enumerable.Range(0, _kennis.Groepen.Count).SelectMany(groep => alle.Select(codes => (groep, codes, Kolom(groep, soort, codes))));
    }

    private IReadOnlyList<string> Som(Cel cel, int? gevraagd = null)
    {
        var soort = gevraagd ?? _soorten.FindIndex(kenmerken => cel.Voorwaarden.All(voorwaarde => kenmerken.Contains(voorwaarde.Kenmerk)));
        return
        [
            .. Kolommen(soort)
                .Where(kolom => _kennis.Groepen[kolom.Groep].KanIn(cel)
                    && cel.Voorwaarden.All(voorwaarde => voorwaarde.Geldt(kolom.Codes[Array.IndexOf(_soorten[soort], voorwaarde.Kenmerk)])))
                .Select(kolom => kolom.Kolom),
        ];
    }

    private void Rij(IEnumerable<string> plus, IEnumerable<string> min, string vergelijking)
    {
        var rij = new StringBuilder($" r{_rijen.Count}: ");
        var leeg = true;
        foreach (var (kolommen, teken) in new[] { (plus, " + "), (min, " - ") })
        {
            foreach (var kolom in kolommen)
            {
                rij.Append(teken).Append(kolom);
                leeg = false;
            }
        }

        if (!leeg)
        {
            _rijen.Add(rij.Append(CultureInfo.InvariantCulture, $" {vergelijking}\n").ToString());
        }
    }

    /// <summary>The procescijfers: how many there are in each class of the process, exactly.</summary>
    private void Groepsgrootten()
    {
        for (var soort = 0; soort < _soorten.Count; soort++)
        {
            foreach (var groep in Kolommen(soort).GroupBy(kolom => kolom.Groep))
            {
                Rij(groep.Select(kolom => kolom.Kolom), [], $"= {_kennis.Groepen[groep.Key].Aantal}");
            }
        }
    }

    /// <summary>Two tables of the same young persons agree on the property that both show.</summary>
    private void Samenhang()
    {
        for (var een = 0; een < _soorten.Count; een++)
        {
            for (var ander = een + 1; ander < _soorten.Count; ander++)
            {
                var samen = _soorten[een].Intersect(_soorten[ander]).ToList();
                if (samen.Count == 0)
                {
                    continue;
                }

                string Sleutel(int soort, (int Groep, IReadOnlyList<int> Codes, string Kolom) kolom)
                    => $"{kolom.Groep}|{string.Join(',', samen.Select(kenmerk => kolom.Codes[Array.IndexOf(_soorten[soort], kenmerk)]))}";
                var (eerste, tweede) = (een, ander);
                var rechts = Kolommen(tweede).ToLookup(kolom => Sleutel(tweede, kolom), kolom => kolom.Kolom, StringComparer.Ordinal);
                foreach (var links in Kolommen(eerste).GroupBy(kolom => Sleutel(eerste, kolom), kolom => kolom.Kolom, StringComparer.Ordinal))
                {
                    Rij(links, rechts[links.Key], "= 0");
                }
            }
        }
    }

    /// <summary>What stands in the tables, and how it was rounded.</summary>
    private void Waarden()
    {
        foreach (var vermelding in Vermeldingen)
        {
            if (vermelding is { Waarde: { } waarde, Cel.IsBeschermd: true })
            {
                var som = Som(vermelding.Cel);
                Rij(som, [], $"<= {waarde + 4}");
                Rij(som, [], $">= {waarde - 4}");
            }
        }
    }

    /// <summary>Cells with different values do not hold the same ones. Said of every two that one table can tell apart.</summary>
    private void Verschillen()
    {
        var vermeld = Vermeldingen.Where(vermelding => vermelding.Waarde is not null).ToList();
        for (var i = 0; i < vermeld.Count; i++)
        {
            for (var j = i + 1; j < vermeld.Count; j++)
            {
                var (een, ander) = (vermeld[i], vermeld[j]);
                var soort = _soorten.FindIndex(kenmerken => een.Cel.Voorwaarden.Concat(ander.Cel.Voorwaarden).All(voorwaarde => kenmerken.Contains(voorwaarde.Kenmerk)));
                if (soort < 0 || een.Waarde == ander.Waarde || Math.Abs(een.Waarde!.Value - ander.Waarde!.Value) > 8)
                {
                    continue;
                }

                var (links, rechts) = (Som(een.Cel, soort), Som(ander.Cel, soort));
                if (links.Intersect(rechts, StringComparer.Ordinal).Any())
                {
                    Rij(links.Except(rechts, StringComparer.Ordinal).Concat(rechts.Except(links, StringComparer.Ordinal)), [], ">= 1");
                }
            }
        }
    }
}
