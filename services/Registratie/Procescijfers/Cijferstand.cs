using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>
/// How often something changed that the figures of a month are made of. Raised in the transaction of the facts themselves, so figures that were counted at the same
/// value still hold, whichever copy of the service asks.
/// </summary>
internal sealed class Maandstand
{
    /// <summary>First day of the month.</summary>
    public required DateOnly Maand { get; init; }

    public required long Stand { get; set; }

    /// <summary>The last day that anything in it is about: from then on its figures are the same on every reference date.</summary>
    public required DateOnly Laatste { get; set; }
}

/// <summary>The same of one day: what a month tells is the sum of its days, and only those that moved are counted again. Always raised together with its month.</summary>
internal sealed class Dagstand
{
    public required DateOnly Dag { get; init; }

    public required long Stand { get; set; }

    /// <inheritdoc cref="Maandstand.Laatste"/>
    public required DateOnly Laatste { get; set; }
}

/// <summary>What one transaction touched of the facts.</summary>
internal sealed class Geraakt
{
    /// <summary>Of which something changed that tells on the day of the question, or of an intake.</summary>
    public HashSet<Guid> Meldingen { get; } = [];

    /// <summary>Those of <see cref="Meldingen"/> of which that tells for others about the same young person too (G6): a question, an intake, or whom it is about.</summary>
    public HashSet<Guid> Vragen { get; } = [];

    /// <summary>Pseudonyms that a melding had before.</summary>
    public HashSet<Guid> Pseudoniemen { get; } = [];

    /// <summary>Aggregates of what tells on its own day, whatever the question.</summary>
    public HashSet<Guid> Handelingen { get; } = [];

    public HashSet<Guid> Vormingen { get; } = [];

    public HashSet<Guid> Achterstanden { get; } = [];

    /// <summary>What is of no kind that is counted, touches nothing.</summary>
    public void Neem(Feit feit)
    {
        if (Cijferstanden.ZelfdeJongere.Contains(feit.Soort))
        {
            Meldingen.Add(feit.MeldingId);
            Vragen.Add(feit.MeldingId);
        }
        else if (Feitsoorten.Stappen.Contains(feit.Soort))
        {
            Meldingen.Add(feit.MeldingId);
        }
        else if (Feitsoorten.Handelingen.Contains(feit.Soort) || Feitsoorten.Herzienbaar.Contains(feit.Soort))
        {
            Handelingen.Add(feit.AggregaatId);
        }
    }

    /// <param name="herhaling">As it will be.</param>
    /// <param name="voorheen">Its pseudonym until now, if it had one.</param>
    public void Neem(Herhaling herhaling, Guid? voorheen)
    {
        Meldingen.Add(herhaling.MeldingId);
        Vragen.Add(herhaling.MeldingId);
        if (voorheen is { } pseudoniem)
        {
            Pseudoniemen.Add(pseudoniem);
        }
    }
}

internal static class Cijferstanden
{
    /// <summary>Where facts stand, what they are looked up by, which of these tell on their day, and beside <c>Op</c> the days that they are about.</summary>
    private sealed record Bron(string Tabel, string Eigenaar, string? Soorten, params string[] Dagen);

    /// <summary>On whose days the repeats of a young person tell (G6).</summary>
    public static readonly FeitSoort[] ZelfdeJongere = [.. Feitsoorten.Vragen, FeitSoort.Opname];

    // A step tells on the day of its question and nowhere else.
    private static readonly Bron Vragen = new("Feiten", "MeldingId", string.Join(", ", ZelfdeJongere.Select(soort => $"'{soort}'")), "GewijzigdOp");
    private static readonly Bron Handelingen = new("Feiten", "AggregaatId", null, "GewijzigdOp");
    private static readonly Bron Vormingen = new("Vormingen", "AggregaatId", null, "GewijzigdOp");
    private static readonly Bron Achterstanden = new("Achterstanden", "AggregaatId", null, "GewijzigdOp", "Tot");

    /// <summary>
    /// Raises every day, and its month, of which the figures may be others by what was touched. Who touches the same at the same moment waits here until the other has
    /// committed, and sees what it did: a step that comes together with its question, or a question that moves to another day, is missed by neither. All locks are taken in
    /// one order: of what was touched, of young persons, days, months. The last day of what was touched goes to all of these days: what is about the same young person
    /// tells for the others too, and a day too late costs only time.
    /// </summary>
    public static async Task VerhoogAsync(RegistratieDbContext db, Geraakt geraakt, CancellationToken cancellationToken)
    {
        await WachtOpAnderenAsync(db, [.. geraakt.Meldingen, .. geraakt.Handelingen, .. geraakt.Vormingen, .. geraakt.Achterstanden], cancellationToken);
        var meldingen = geraakt.Meldingen;
        if (geraakt.Vragen.Count > 0)
        {
            meldingen = [.. meldingen, .. await OverDezelfdenAsync(db, geraakt, cancellationToken)];
        }

        await VerhoogAsync(
            db, [(Vragen, meldingen), (Handelingen, geraakt.Handelingen), (Vormingen, geraakt.Vormingen), (Achterstanden, geraakt.Achterstanden)], cancellationToken);
    }

    private static async Task<IReadOnlyList<Guid>> OverDezelfdenAsync(RegistratieDbContext db, Geraakt geraakt, CancellationToken cancellationToken)
    {
        var vragen = geraakt.Vragen.ToArray();
        HashSet<Guid> wie =
        [
            .. geraakt.Pseudoniemen,
            .. await db.Feiten.Where(feit => vragen.Contains(feit.MeldingId) && feit.Pseudoniem != null).Select(feit => feit.Pseudoniem!.Value).ToListAsync(cancellationToken),
            .. await db.Herhalingen.Where(herhaling => vragen.Contains(herhaling.MeldingId)).Select(herhaling => herhaling.Pseudoniem).ToListAsync(cancellationToken),
        ];
        if (wie.Count == 0)
        {
            return [];
        }

        await WachtOpAnderenAsync(db, wie, cancellationToken);
        var pseudoniemen = wie.Select(pseudoniem => (Guid?)pseudoniem).ToArray();
        return
        [
            .. await db.Feiten.Where(feit => pseudoniemen.Contains(feit.Pseudoniem)).Select(feit => feit.MeldingId).Distinct().ToListAsync(cancellationToken),
            .. await db.Herhalingen.Where(herhaling => pseudoniemen.Contains(herhaling.Pseudoniem)).Select(herhaling => herhaling.MeldingId).ToListAsync(cancellationToken),
        ];
    }

    /// <summary>Nothing to wait for on SQLite: one writes at a time there.</summary>
    private static async Task WachtOpAnderenAsync(RegistratieDbContext db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            // The random half of an id. Two that share it wait for each other without need, and no more than that.
            var sleutels = ids.Select(id => BitConverter.ToInt64(id.ToByteArray().AsSpan(8))).Distinct().Order().ToArray();
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(sleutel) FROM unnest({sleutels}) AS sleutel", cancellationToken);
        }
    }

    private static async Task VerhoogAsync(RegistratieDbContext db, IEnumerable<(Bron Bron, IReadOnlySet<Guid> Eigenaars)> geraakt, CancellationToken cancellationToken)
    {
        var postgres = db.Database.IsNpgsql();
        var bronnen = geraakt.Where(bron => bron.Eigenaars.Count > 0).ToList();
        if (bronnen.Count == 0)
        {
            return;
        }

        var ids = bronnen.Select(bron => (object)(postgres ? bron.Eigenaars.ToArray() : JsonSerializer.Serialize(bron.Eigenaars.Select(id => id.ToString().ToUpperInvariant()))));
        var (laatste, maand) = postgres ? ("greatest", "\"Dag\" - (extract(day FROM \"Dag\")::integer - 1)") : ("max", "date(\"Dag\", 'start of month')");
        var dagen = $"""
            SELECT "Dag", "Laatste"
            FROM (SELECT "Dag", max("Telt") AS "Telt", max(max("Laatste")) OVER () AS "Laatste"
                FROM ({string.Join("\nUNION ALL ", bronnen.Select((bron, plaats) => Lees(bron.Bron, plaats, postgres)))}) AS feit GROUP BY "Dag") AS dag
            WHERE "Telt" = 1
            """;
        await db.Database.ExecuteSqlAsync(
            FormattableStringFactory.Create(
                $"""
                INSERT INTO "Dagstanden" ("Dag", "Stand", "Laatste")
                SELECT "Dag", 1, "Laatste" FROM ({dagen}) AS eigen WHERE true ORDER BY 1
                ON CONFLICT ("Dag") DO UPDATE SET "Stand" = "Dagstanden"."Stand" + 1, "Laatste" = {laatste}("Dagstanden"."Laatste", excluded."Laatste");
                INSERT INTO "Maandstanden" ("Maand", "Stand", "Laatste")
                SELECT {maand}, 1, max("Laatste") FROM ({dagen}) AS eigen WHERE true GROUP BY 1 ORDER BY 1
                ON CONFLICT ("Maand") DO UPDATE SET "Stand" = "Maandstanden"."Stand" + 1, "Laatste" = {laatste}("Maandstanden"."Laatste", excluded."Laatste")
                """,
                [.. ids]),
            cancellationToken);
    }

    private static string Lees(Bron bron, int plaats, bool postgres)
    {
        var laatste = bron.Dagen.Aggregate("\"Op\"", (dag, ander) => postgres ? $"greatest({dag}, \"{ander}\")" : $"max({dag}, coalesce(\"{ander}\", \"Op\"))");
        var telt = bron.Soorten is null ? "1" : $"CASE WHEN \"Soort\" IN ({bron.Soorten}) THEN 1 ELSE 0 END";
        var eigen = postgres ? $"= ANY ({{{plaats}}})" : $"IN (SELECT value FROM json_each({{{plaats}}}))";
        return $"""SELECT "Op" AS "Dag", {laatste} AS "Laatste", {telt} AS "Telt" FROM "{bron.Tabel}" WHERE "{bron.Eigenaar}" {eigen}""";
    }
}
