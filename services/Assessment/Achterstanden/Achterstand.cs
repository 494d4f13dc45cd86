using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Messaging;
using FluentValidation;

namespace Draaiboek.Assessments;

/// <summary>One cause of a centre's backlog and the days on which it held (G2; vraag-dossiers-aanpak, answer 6). Several may hold at once.</summary>
internal sealed class Achterstand : IGeregistreerd, IVanCentrum
{
    public required Guid Id { get; init; }

    public int Versie { get; set; } = 1;

    public required Centrum Centrum { get; init; }

    public required Achterstandsoorzaak Oorzaak { get; set; }

    /// <summary>First day on which it held, Europe/Brussels.</summary>
    public required DateOnly Van { get; set; }

    /// <summary>Last day on which it held; null while it does.</summary>
    public DateOnly? Tot { get; set; }

    /// <summary>Written down by mistake: it counts no longer.</summary>
    public bool Ingetrokken { get; set; }

    /// <summary>Moment of the first registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }
}

/// <summary>What a cause is when it is registered and at each correction.</summary>
internal interface IOorzaak
{
    DateOnly Van { get; }

    DateOnly? Tot { get; }
}

internal abstract class OorzaakRegels<T> : AbstractValidator<T> where T : IOorzaak
{
    protected OorzaakRegels(TimeProvider time)
    {
        RuleFor(i => i.Van).NietInDeToekomst(time);
        RuleFor(i => i.Tot).Must(tot => tot <= time.Vandaag()).When(i => i.Tot is not null).WithMessage("mag niet in de toekomst liggen; laat weg zolang het duurt");
        RuleFor(i => i.Tot)
            .Must((i, tot, context) => tot >= i.Van || !context.WasRead("van"))
            .When(i => i.Tot is not null)
            .WithMessage("mag niet voor van liggen");
    }
}

internal static class Achterstanden
{
    /// <summary>Tells how it stands now.</summary>
    public static void Vertel(this AssessmentDbContext db, Achterstand achterstand, TimeProvider time) => db.AddMessage(achterstand.Id, AlsBericht(achterstand, time), time);

    private static AchterstandWerdVerklaard AlsBericht(Achterstand achterstand, TimeProvider time) => new()
    {
        AchterstandId = achterstand.Id,
        Versie = achterstand.Versie,
        Centrum = achterstand.Centrum,
        Oorzaak = achterstand.Oorzaak,
        Van = achterstand.Van,
        Tot = achterstand.Tot,
        GewijzigdOp = achterstand.Versie == 1 ? null : time.Vandaag(),
        GeregistreerdOp = time.GetUtcNow(),
        Ingetrokken = achterstand.Ingetrokken,
    };
}
