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

    /// <summary>Those of <see cref="Meldingen"/> whose question changed, or whom it is about: that tells for other questions about the same young person too (G6).</summary>
    public HashSet<Guid> Vragen { get; } = [];

    /// <summary>Pseudonyms that a melding had before.</summary>
    public HashSet<Guid> Pseudoniemen { get; } = [];

    public void Neem(Feit feit)
    {
        Meldingen.Add(feit.MeldingId);
        if (feit.Soort is FeitSoort.VraagGeregistreerd or FeitSoort.VraagGewijzigd)
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
    private static readonly FeitSoort[] Vraagsoorten = [FeitSoort.VraagGeregistreerd, FeitSoort.VraagGewijzigd];

    /// <summary>
    /// Raises every month in which a touched melding has a fact. Who touches the same melding at the same moment waits here until the other has committed, and sees
    /// what it did: a step that comes together with its question, or a question that moves to another month, is missed by neither. All locks are taken in one order.
    /// The last day of what was touched goes to all of these months: what is about the same young person tells for the others too, and a day too late costs only time.
    /// </summary>
    public static async Task VerhoogAsync(RegistratieDbContext db, Geraakt geraakt, CancellationToken cancellationToken)
    {
        await WachtOpAnderenAsync(db, geraakt.Meldingen, cancellationToken);
        var meldingen = geraakt.Meldingen;
        if (geraakt.Vragen.Count > 0)
        {
            meldingen = [.. meldingen, .. await OverDezelfdenAsync(db, geraakt, cancellationToken)];
        }

        await VerhoogAsync(db, meldingen, cancellationToken);
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

    private static Task<int> VerhoogAsync(RegistratieDbContext db, IReadOnlySet<Guid> meldingen, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            var ids = meldingen.ToArray();
            return db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "Maandstanden" ("Maand", "Stand", "Laatste")
                SELECT eigen."Maand", 1, eigen."Laatste"
                FROM (SELECT feit."Op" - (extract(day FROM feit."Op")::integer - 1) AS "Maand", max(max(greatest(feit."Op", feit."GewijzigdOp"))) OVER () AS "Laatste"
                    FROM "Feiten" AS feit WHERE feit."MeldingId" = ANY ({ids}) GROUP BY 1) AS eigen
                ORDER BY eigen."Maand"
                ON CONFLICT ("Maand") DO UPDATE SET "Stand" = "Maandstanden"."Stand" + 1, "Laatste" = greatest("Maandstanden"."Laatste", excluded."Laatste")
                """,
                cancellationToken);
        }

        var lijst = JsonSerializer.Serialize(meldingen.Select(id => id.ToString().ToUpperInvariant()));
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Maandstanden" ("Maand", "Stand", "Laatste")
            SELECT eigen."Maand", 1, eigen."Laatste"
            FROM (SELECT date(feit."Op", 'start of month') AS "Maand", max(max(max(feit."Op", coalesce(feit."GewijzigdOp", feit."Op")))) OVER () AS "Laatste"
                FROM "Feiten" AS feit WHERE feit."MeldingId" IN (SELECT value FROM json_each({lijst})) GROUP BY 1) AS eigen
            WHERE true
            ON CONFLICT ("Maand") DO UPDATE SET "Stand" = "Maandstanden"."Stand" + 1, "Laatste" = max("Maandstanden"."Laatste", excluded."Laatste")
            """,
            cancellationToken);
    }
}
