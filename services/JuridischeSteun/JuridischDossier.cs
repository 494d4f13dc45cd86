using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Reserved;

namespace Draaiboek.JuridischeSteun;

internal enum DossierToestand
{
    Open = 1,
}

/// <summary>What may give rise to legal support (J1): known here so that a counsellor can choose; it opens nothing.</summary>
internal sealed class Aanleiding
{
    public required Guid MeldingId { get; init; }

    public required AanleidingSoort Soort { get; init; }

    public required Centrum Centrum { get; set; }

    /// <summary>Day of the advice or of the melding.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Sort key of the list: the day number of <see cref="Op"/>.</summary>
    public required long Volgorde { get; init; }
}

/// <summary>The latest change of a melding that was followed here: an older message that comes after it changes nothing (DESIGN 5).</summary>
internal sealed class GevolgdeMelding
{
    public required Guid MeldingId { get; init; }

    public required int Versie { get; set; }
}

/// <summary>The file of one victim's legal support. Exists only by a person's act, in the same transaction (M5).</summary>
internal sealed class JuridischDossier : IVoorbehouden, IGeregistreerd
{
    public required Guid Id { get; init; }

    public HandelingSoort Soort => HandelingSoort.OpeningJuridischDossier;

    public required Guid MeldingId { get; init; }

    public int Versie { get; set; } = 1;

    public required Centrum Centrum { get; init; }

    public required AanleidingSoort Aanleiding { get; init; }

    public DossierToestand Toestand { get; set; } = DossierToestand.Open;

    /// <summary>Day on which the counsellor opened it.</summary>
    public required DateOnly GeopendOp { get; init; }

    public required DateTimeOffset GeregistreerdOp { get; init; }

    /// <summary><c>vo_id</c> of the counsellor.</summary>
    public required string GeopendDoor { get; init; }

    /// <summary>Who consented to the support.</summary>
    public required ToestemmingDoor ToestemmingDoor { get; init; }
}

internal enum ToestemmingDoor
{
    Slachtoffer = 1,
    Vertegenwoordiger,
}
