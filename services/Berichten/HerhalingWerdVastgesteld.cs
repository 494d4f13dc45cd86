using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>
/// A person judged that a melding is, or is not, about the same young person as another (G6): the melding has another pseudonym from now on. Published by Melding,
/// also when a melding from before there were pseudonyms gets its first.
/// Only about 'reported more than once'; taken in more than once and victim again are other repeats and never mixed with it.
/// </summary>
[MessageUrn("draaiboek:herhaling-werd-vastgesteld")]
[EntityName("melding.herhaling-werd-vastgesteld")]
public sealed record HerhalingWerdVastgesteld
{
    public required Guid MeldingId { get; init; }

    /// <summary>Version of the pseudonym of this melding: 1 at registration, higher at each judgement that touches it. The highest holds.</summary>
    public required int Versie { get; init; }

    /// <summary>Shared by all meldingen that are judged to be about this young person.</summary>
    public required Guid Pseudoniem { get; init; }

    /// <summary>Moment of the judgement, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }
}
