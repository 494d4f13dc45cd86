using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Hosting.Reserved;

/// <summary>How many reserved acts (M5) this service knows: by a person, and what exists without one. The second must be zero, and is counted, not assumed.</summary>
internal static class Verantwoording
{
    internal sealed record Antwoord(string Dienst, IReadOnlyList<Telling> Handelingen);

    internal sealed record Telling(HandelingSoort Soort, int DoorPersoon, int Vanzelf);

    public static void Map<TDb>(IEndpointRouteBuilder routes, string service) where TDb : ServiceDbContext
        => routes.MapQuery<Antwoord>(
            $"/api/verantwoording/{service}",
            Toegang.Voor(Rollen.Auditor, Rollen.Stuurgroep),
            "Aantal voorbehouden handelingen van deze dienst, door een persoon en vanzelf",
            async (TDb db, CancellationToken cancellationToken) => (Outcome)new Outcome.Ok(new Antwoord(service, await TelAsync(db, cancellationToken))))
            .WithName($"verantwoording-{service}");

    private static async Task<IReadOnlyList<Telling>> TelAsync(ServiceDbContext db, CancellationToken cancellationToken)
    {
        var acts = await db.Handelingen.AsNoTracking()
            .GroupBy(act => new { act.Soort, DoorPersoon = act.VoId != "" })
            .Select(group => new { group.Key.Soort, group.Key.DoorPersoon, Aantal = group.Count() })
            .ToListAsync(cancellationToken);
        var withoutAct = new Dictionary<HandelingSoort, int>();
        foreach (var type in db.Model.GetEntityTypes().Select(entity => entity.ClrType).Where(type => type.IsAssignableTo(typeof(IVoorbehouden))))
        {
            foreach (var (soort, aantal) in await ((Task<Dictionary<HandelingSoort, int>>)CountMethod.MakeGenericMethod(type).Invoke(null, [db, cancellationToken])!))
            {
                withoutAct[soort] = withoutAct.GetValueOrDefault(soort) + aantal;
            }
        }

        return [.. Enum.GetValues<HandelingSoort>().Select(soort => new Telling(
            soort,
            acts.Where(act => act.Soort == soort && act.DoorPersoon).Sum(act => act.Aantal),
            acts.Where(act => act.Soort == soort && !act.DoorPersoon).Sum(act => act.Aantal) + withoutAct.GetValueOrDefault(soort)))];
    }

    private static readonly System.Reflection.MethodInfo CountMethod =
        typeof(Verantwoording).GetMethod(nameof(CountWithoutActAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;

    private static async Task<Dictionary<HandelingSoort, int>> CountWithoutActAsync<T>(ServiceDbContext db, CancellationToken cancellationToken)
        where T : class, IVoorbehouden
    {
        // Of the same kind: that somebody told the parket does not account for a file. The kind is not a column, so it is compared here.
        var entities = await db.Set<T>().AsNoTracking()
            .Select(entity => new { Entity = entity, Acts = db.Handelingen.Where(act => act.OnderwerpId == entity.Id).Select(act => act.Soort).ToList() })
            .ToListAsync(cancellationToken);
        return entities.Where(row => !row.Acts.Contains(row.Entity.Soort))
            .GroupBy(row => row.Entity.Soort)
            .ToDictionary(group => group.Key, group => group.Count());
    }
}
