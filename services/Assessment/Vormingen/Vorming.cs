using System.Collections.Frozen;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Messaging;
using FluentValidation;
using static Draaiboek.Berichten.Vormingsstand;

namespace Draaiboek.Assessments;

/// <summary>A vorming for the counsellors of an organisation (S9, P3): about the phenomenon, never about one young person.</summary>
internal sealed class Vorming : IGeregistreerd, IVanCentrum
{
    public required Guid Id { get; init; }

    public int Versie { get; set; } = 1;

    public required Centrum Centrum { get; init; }

    /// <summary>KBO number of who asked; leaves this service nowhere.</summary>
    public required string Organisatie { get; init; }

    /// <summary>The question with which it was asked; null when it was asked by itself.</summary>
    public Guid? MeldingId { get; init; }

    public required Sector Sector { get; set; }

    public Vormingsstand Stand { get; set; } = Gevraagd;

    /// <summary>Day on which it came to stand so, Europe/Brussels.</summary>
    public required DateOnly Op { get; set; }

    public required Deelnemersklasse Deelnemers { get; set; }

    /// <summary>For several disciplines or services together.</summary>
    public required bool Interdisciplinair { get; set; }

    /// <summary>Moment of the first registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }
}

/// <summary>Which standing can follow on which. What does not stand here is refused (DESIGN 6); to stay where it stands is a correction.</summary>
internal static class Vormingstabel
{
    private static readonly FrozenDictionary<Vormingsstand, Vormingsstand[]> Volgende = new Dictionary<Vormingsstand, Vormingsstand[]>
    {
        [Gevraagd] = [Gepland, Gegeven, Geannuleerd],
        [Gepland] = [Gegeven, Geannuleerd],
        // That it was given may be a mistake.
        [Gegeven] = [Geannuleerd],
        [Geannuleerd] = [],
    }.ToFrozenDictionary();

    public static IReadOnlyList<Vormingsstand> ToegelatenVan(Vormingsstand stand) => Volgende[stand];
}

/// <summary>What is told of a vorming when it is asked and afterwards.</summary>
internal interface IVormingsinvoer
{
    DateOnly Op { get; }
}

internal abstract class VormingRegels<T> : AbstractValidator<T> where T : IVormingsinvoer
{
    protected VormingRegels(TimeProvider time) => RuleFor(i => i.Op).NietInDeToekomst(time);
}

internal static class Vormingen
{
    /// <summary>Tells how it stands now.</summary>
    /// <param name="verbeterd">It stands where it stood: what was told before was wrong.</param>
    public static void Vertel(this AssessmentDbContext db, Vorming vorming, bool verbeterd, TimeProvider time)
        => db.AddMessage(vorming.Id, AlsBericht(vorming, verbeterd ? time.Vandaag() : null, time), time);

    private static VormingWerdGeregistreerd AlsBericht(Vorming vorming, DateOnly? gewijzigdOp, TimeProvider time) => new()
    {
        VormingId = vorming.Id,
        MeldingId = vorming.MeldingId,
        Versie = vorming.Versie,
        Stand = vorming.Stand,
        Op = vorming.Op,
        GewijzigdOp = gewijzigdOp,
        GeregistreerdOp = time.GetUtcNow(),
        Centrum = vorming.Centrum,
        Sector = vorming.Sector,
        Deelnemers = vorming.Deelnemers,
        Interdisciplinair = vorming.Interdisciplinair,
    };
}
