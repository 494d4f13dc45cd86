using Draaiboek.Berichten;

namespace Draaiboek.Hosting.Reserved;

/// <summary>What a melding never brings about by itself (M5): each exists only as the act of a person. Source: draaiboek 5.1, 'Wat gebeurt er NIET met de melding?'.</summary>
public enum HandelingSoort
{
    InlichtingParket = 1,
    OpeningJuridischDossier,
    StartBegeleiding,
}

/// <summary>One reserved act: who, why and on what legal ground. Written once, in the transaction of what it allows, and never changed.</summary>
public sealed class VoorbehoudenHandeling
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required HandelingSoort Soort { get; init; }

    /// <summary>What the act brought about, for example the id of the juridisch dossier.</summary>
    public required Guid OnderwerpId { get; init; }

    /// <summary>The person (<c>vo_id</c>); never empty.</summary>
    public required string VoId { get; init; }

    public required Rechtsgrond Rechtsgrond { get; init; }

    /// <summary>The reason in the person's words, encrypted with the key of the subject.</summary>
    public required byte[] Waarom { get; init; }

    /// <summary>Day of the act.</summary>
    public required DateOnly Op { get; init; }

    public required DateTimeOffset GeregistreerdOp { get; init; }
}

/// <summary>An entity that may only come into being together with a <see cref="VoorbehoudenHandeling"/> by a person; saving it without one throws.</summary>
public interface IVoorbehouden
{
    Guid Id { get; }

    HandelingSoort Soort { get; }
}
