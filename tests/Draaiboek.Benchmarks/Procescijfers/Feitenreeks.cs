using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Registratie;
using Npgsql;

namespace Draaiboek.Benchmarks;

/// <summary>
/// Made-up facts over twelve years in the proportions of a real one (G3): a little over half of the questions ask for an assessment, a quarter of these come to an advice,
/// one in twenty is about a young person who was reported before. Straight into the table; the stands of days and months after it, as consumers would have raised them.
/// </summary>
internal sealed class Feitenreeks
{
    private static readonly DateOnly Eerste = new(2015, 1, 1);
    private static readonly DateOnly Laatste = new(2026, 10, 31);

    private readonly Random _random = new(20190304);
    private readonly List<Guid> _jongeren = [];

    /// <summary>Assessments of the last year: to add a step to.</summary>
    public List<(Guid Assessment, Guid Melding, DateOnly Op)> Recent { get; } = [];

    public async Task SchrijfAsync(NpgsqlDataSource databank, int aantal)
    {
        await using (var connection = await databank.OpenConnectionAsync())
        {
            await using var rijen = await connection.BeginBinaryImportAsync(
                """
                COPY "Feiten" ("AggregaatId", "Versie", "Soort", "MeldingId", "Op", "GeregistreerdOp", "SoortVraag", "OokEersteAssessmentgesprek", "RedenNietGestart", "JuridischeStap", "Pseudoniem")
                FROM STDIN (FORMAT binary)
                """);
            var geschreven = 0;
            while (geschreven < aantal)
            {
                foreach (var feit in Vraag().Take(aantal - geschreven))
                {
                    await SchrijfAsync(rijen, feit);
                    geschreven++;
                }
            }

            await rijen.CompleteAsync();
        }

        // Of each day the last of all facts about the same young persons as its questions.
        await DoeAsync(databank, """
            WITH wie AS (SELECT "MeldingId", coalesce(max("Pseudoniem"::text), "MeldingId"::text) AS jongere, max("Op") AS laatste FROM "Feiten" GROUP BY 1),
            jongere AS (SELECT jongere, max(laatste) AS laatste FROM wie GROUP BY 1),
            geteld AS (SELECT "Op", jongere.laatste FROM "Feiten" JOIN wie USING ("MeldingId") JOIN jongere USING (jongere) WHERE "Soort" = 'VraagGeregistreerd'
                UNION ALL SELECT "Op", "Op" FROM "Feiten" WHERE "Soort" = 'JuridischeStap')
            INSERT INTO "Dagstanden" ("Dag", "Stand", "Laatste") SELECT "Op", count(*), max(laatste) FROM geteld GROUP BY 1
            """);
        await DoeAsync(databank, """
            INSERT INTO "Maandstanden" ("Maand", "Stand", "Laatste")
            SELECT "Dag" - (extract(day FROM "Dag")::integer - 1), sum("Stand"), max("Laatste") FROM "Dagstanden" GROUP BY 1
            """);
        await DoeAsync(databank, "VACUUM ANALYZE");
    }

    /// <summary>A question and what became of it.</summary>
    private IEnumerable<Feit> Vraag()
    {
        var (melding, op) = (Guid.CreateVersion7(), Eerste.AddDays(_random.Next(Laatste.DayNumber - Eerste.DayNumber)));
        var soort = _random.Next(100) switch { < 19 => SoortVraag.InfoFenomeen, < 32 => SoortVraag.Teamondersteuning, < 40 => SoortVraag.InschattingGedrag, < 44 => SoortVraag.GekendSlachtoffer, _ => SoortVraag.VraagAssessment };
        var vraag = Feit.Van(FeitSoort.VraagGeregistreerd, melding, 1, melding, op, op.AlsOgenblik()) with { SoortVraag = soort };
        if (soort is SoortVraag.GekendSlachtoffer or SoortVraag.VraagAssessment)
        {
            vraag = vraag with { Pseudoniem = Jongere() };
        }

        yield return vraag;
        if (soort != SoortVraag.VraagAssessment)
        {
            yield break;
        }

        var (assessment, versie, dag) = (Guid.CreateVersion7(), 1, op);
        if (op.Year == Laatste.Year)
        {
            Recent.Add((assessment, melding, op));
        }

        Feit Stap(FeitSoort stap, int na)
        {
            dag = dag.AddDays(_random.Next(na));
            return Feit.Van(stap, assessment, versie++, melding, dag, dag.AlsOgenblik());
        }

        yield return Stap(FeitSoort.AssessmentAangevraagd, 1);
        var afloop = _random.Next(8);
        if (afloop < 2)
        {
            yield break;
        }

        yield return Stap(FeitSoort.Kennismakingsgesprek, 60) with { OokEersteAssessmentgesprek = false };
        if (afloop < 4)
        {
            yield return Stap(FeitSoort.NietGestart, 60) with { RedenNietGestart = (RedenNietGestart)_random.Next(1, 4) };
            yield break;
        }

        for (var gesprekken = _random.Next(3, 6); gesprekken > 0; gesprekken--)
        {
            yield return Stap(FeitSoort.Assessmentgesprek, 30);
        }

        if (afloop < 6)
        {
            yield break;
        }

        yield return Stap(_random.Next(9) == 0 ? FeitSoort.PositiefAdvies : FeitSoort.NegatiefAdvies, 30);
        if (_random.Next(5) == 0)
        {
            var stap = Guid.CreateVersion7();
            yield return Feit.Van(FeitSoort.JuridischeStap, stap, 1, melding, dag, dag.AlsOgenblik()) with { JuridischeStap = (JuridischeStapSoort)_random.Next(1, 15) };
        }
    }

    private Guid Jongere()
    {
        if (_jongeren.Count > 0 && _random.Next(20) == 0)
        {
            return _jongeren[_random.Next(_jongeren.Count)];
        }

        _jongeren.Add(Guid.NewGuid());
        return _jongeren[^1];
    }

    private static async Task SchrijfAsync(NpgsqlBinaryImporter rijen, Feit feit)
    {
        await rijen.StartRowAsync();
        await rijen.WriteAsync(feit.AggregaatId);
        await rijen.WriteAsync(feit.Versie);
        await rijen.WriteAsync(feit.Soort.ToString());
        await rijen.WriteAsync(feit.MeldingId);
        await rijen.WriteAsync(feit.Op);
        await rijen.WriteAsync(feit.GeregistreerdOp.UtcDateTime);
        await rijen.WriteAsync(feit.SoortVraag?.ToString());
        await (feit.OokEersteAssessmentgesprek is { } ook ? rijen.WriteAsync(ook) : rijen.WriteNullAsync());
        await rijen.WriteAsync(feit.RedenNietGestart?.ToString());
        await rijen.WriteAsync(feit.JuridischeStap?.ToString());
        await (feit.Pseudoniem is { } wie ? rijen.WriteAsync(wie) : rijen.WriteNullAsync());
    }

    private static async Task DoeAsync(NpgsqlDataSource databank, string sql)
    {
        await using var command = databank.CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }
}
