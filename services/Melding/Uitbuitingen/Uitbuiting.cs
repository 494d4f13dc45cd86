using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// What a centre knows of the exploitation, in codes and counts: nobody can be known from it, so it is not encrypted and stays when the melding is erased.
/// One row for each version of the melding at which it was registered, corrected or withdrawn; never changed, the highest holds.
/// </summary>
internal sealed record Uitbuiting
{
    /// <summary>That many, or more.</summary>
    public const int MaxVerdachten = 50;

    /// <summary>That many, or more.</summary>
    public const int MaxKlanten = 500;

    public required Guid MeldingId { get; init; }

    /// <summary>Version that the melding got by it.</summary>
    public required int Versie { get; init; }

    /// <summary>Day on which it was first registered, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Day of this correction or withdrawal; null for the first.</summary>
    public DateOnly? GewijzigdOp { get; init; }

    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary>Who registered it: <c>vo_id</c> of the person, or the subject of the token of a system.</summary>
    public required string Door { get; init; }

    public bool Ingetrokken { get; init; }

    public required LinkTienerpooier LinkTienerpooier { get; init; }

    public int? AantalVerdachten { get; init; }

    public int? AantalKlanten { get; init; }

    public required IReadOnlyList<Uitbuitingsvorm> Vormen { get; init; }

    public required Rekruteringskanaal Rekruteringskanaal { get; init; }

    public required IReadOnlyList<Dwangmiddel> Middelen { get; init; }

    public required JaNeeOnbekend Chantage { get; init; }

    public required JaNeeOnbekend Advertentiesite { get; init; }

    public required Plaatssoort Plaats { get; init; }

    public required Provincie Provincie { get; init; }

    public required JaNeeOnbekend Grensoverschrijdend { get; init; }
}

internal static class Uitbuitingsverloop
{
    /// <summary>As it stands now, also when it was withdrawn; null when nothing was ever registered.</summary>
    public static Task<Uitbuiting?> UitbuitingAsync(this MeldingDbContext db, Guid meldingId, CancellationToken cancellationToken)
        => db.Uitbuitingen.AsNoTracking().Where(u => u.MeldingId == meldingId).OrderByDescending(u => u.Versie).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Adds this as the latest, and tells it.</summary>
    public static void Schrijf(this MeldingDbContext db, Uitbuiting uitbuiting, TimeProvider time)
    {
        db.Uitbuitingen.Add(uitbuiting);
        db.AddMessage(uitbuiting.MeldingId, uitbuiting.AlsBericht(), time);
    }

    /// <summary>Takes back what stands, if anything does, with the step that the melding has just taken.</summary>
    public static async Task TrekUitbuitingInAsync(this MeldingDbContext db, Melding melding, string door, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.UitbuitingAsync(melding.Id, cancellationToken) is { Ingetrokken: false } uitbuiting)
        {
            db.Schrijf(
                uitbuiting with { Versie = melding.Versie, GewijzigdOp = time.Vandaag(), GeregistreerdOp = time.GetUtcNow(), Door = door, Ingetrokken = true },
                time);
        }
    }

    private static UitbuitingWerdGeregistreerd AlsBericht(this Uitbuiting uitbuiting) => new()
    {
        MeldingId = uitbuiting.MeldingId,
        Versie = uitbuiting.Versie,
        Op = uitbuiting.Op,
        GewijzigdOp = uitbuiting.GewijzigdOp,
        GeregistreerdOp = uitbuiting.GeregistreerdOp,
        Ingetrokken = uitbuiting.Ingetrokken,
        LinkTienerpooier = uitbuiting.LinkTienerpooier,
        AantalVerdachten = uitbuiting.AantalVerdachten,
        AantalKlanten = uitbuiting.AantalKlanten,
        Vormen = uitbuiting.Vormen,
        Rekruteringskanaal = uitbuiting.Rekruteringskanaal,
        Middelen = uitbuiting.Middelen,
        Chantage = uitbuiting.Chantage,
        Advertentiesite = uitbuiting.Advertentiesite,
        Plaats = uitbuiting.Plaats,
        Provincie = uitbuiting.Provincie,
        Grensoverschrijdend = uitbuiting.Grensoverschrijdend,
    };
}
