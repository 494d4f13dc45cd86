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

/// <summary>What one transaction touched of the facts.</summary>
internal sealed class Geraakt
{
    public HashSet<Guid> Meldingen { get; } = [];

    /// <summary>Those of <see cref="Meldingen"/> of which that tells for others about the same young person too (G6): a question, an intake, or whom it is about.</summary>
    public HashSet<Guid> Vragen { get; } = [];

    /// <summary>Pseudonyms that a melding had before.</summary>
    public HashSet<Guid> Pseudoniemen { get; } = [];

    public HashSet<Guid> Vormingen { get; } = [];

    public HashSet<Guid> Achterstanden { get; } = [];

    public void Neem(Feit feit)
    {
        Meldingen.Add(feit.MeldingId);
        if (feit.Soort is FeitSoort.VraagGeregistreerd or FeitSoort.VraagGewijzigd or FeitSoort.Opname)
        {
            Vragen.Add(feit.MeldingId);
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

internal static class Maandstanden
{
    /// <summary>Where facts stand, what they belong to, and beside <c>Op</c> the days that they are about.</summary>
    private sealed record Bron(string Tabel, string Eigenaar, params string[] Dagen);

    private static readonly Bron Feiten = new("Feiten", "MeldingId", "GewijzigdOp");
    private static readonly Bron Vormingen = new("Vormingen", "AggregaatId", "GewijzigdOp");
    private static readonly Bron Achterstanden = new("Achterstanden", "AggregaatId", "GewijzigdOp", "Tot");

    /// <summary>
    /// Raises every month in which a touched melding, vorming or cause has a fact. Who touches the same at the same moment waits here until the other has committed, and
    /// sees what it did: a step that comes together with its question, or a question that moves to another month, is missed by neither. All locks are taken in one order.
    /// The last day of what was touched goes to all of these months: what is about the same young person tells for the others too, and a day too late costs only time.
    /// </summary>
    public static async Task VerhoogAsync(RegistratieDbContext db, Geraakt geraakt, CancellationToken cancellationToken)
    {
        await WachtOpAnderenAsync(db, [.. geraakt.Meldingen, .. geraakt.Vormingen, .. geraakt.Achterstanden], cancellationToken);
        var meldingen = geraakt.Meldingen;
        if (geraakt.Vragen.Count > 0)
        {
            meldingen = [.. meldingen, .. await OverDezelfdenAsync(db, geraakt, cancellationToken)];
        }

        await VerhoogAsync(db, Feiten, meldingen, cancellationToken);
        await VerhoogAsync(db, Vormingen, geraakt.Vormingen, cancellationToken);
        await VerhoogAsync(db, Achterstanden, geraakt.Achterstanden, cancellationToken);
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

    private static async Task VerhoogAsync(RegistratieDbContext db, Bron bron, IReadOnlySet<Guid> eigenaars, CancellationToken cancellationToken)
    {
        if (eigenaars.Count == 0)
        {
            return;
        }

        var postgres = db.Database.IsNpgsql();
        var dagen = bron.Dagen.Aggregate("feit.\"Op\"", (dag, ander) => postgres ? $"greatest({dag}, feit.\"{ander}\")" : $"max({dag}, coalesce(feit.\"{ander}\", feit.\"Op\"))");
        object ids = postgres ? eigenaars.ToArray() : JsonSerializer.Serialize(eigenaars.Select(id => id.ToString().ToUpperInvariant()));
        await db.Database.ExecuteSqlAsync(
            FormattableStringFactory.Create(
                $$"""
                INSERT INTO "Maandstanden" ("Maand", "Stand", "Laatste")
                SELECT eigen."Maand", 1, eigen."Laatste"
                FROM (SELECT {{(postgres ? "feit.\"Op\" - (extract(day FROM feit.\"Op\")::integer - 1)" : "date(feit.\"Op\", 'start of month')")}} AS "Maand", max(max({{dagen}})) OVER () AS "Laatste"
                    FROM "{{bron.Tabel}}" AS feit WHERE feit."{{bron.Eigenaar}}" {{(postgres ? "= ANY ({0})" : "IN (SELECT value FROM json_each({0}))")}} GROUP BY 1) AS eigen
                WHERE true ORDER BY eigen."Maand"
                ON CONFLICT ("Maand") DO UPDATE
                SET "Stand" = "Maandstanden"."Stand" + 1, "Laatste" = {{(postgres ? "greatest" : "max")}}("Maandstanden"."Laatste", excluded."Laatste")
                """,
                ids),
            cancellationToken);
    }
}
