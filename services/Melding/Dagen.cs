using Draaiboek.Hosting.Http;
using FluentValidation;

namespace Draaiboek.Meldingen;

internal static class Dagen
{
    /// <summary>The platform takes in no questions from before; the first registration of the meldpunt dates from 2018.</summary>
    public static readonly DateOnly Eerste = new(2015, 1, 1);

    /// <summary>The day on which something was done for a melding: it has come, and is not of before there were any. A year of two digits is one of long ago.</summary>
    public static void DagVanDeStap<T>(this IRuleBuilder<T, DateOnly> rule, TimeProvider time)
        => rule
            .NietInDeToekomst(time)
            .Must(day => day >= Eerste).WithMessage($"ligt voor {Eerste:yyyy-MM-dd}; kijk het jaartal na");
}
