using MassTransit;

namespace Draaiboek.Berichten;

/// <summary>A legal counsellor opened a file (J1). Published by JuridischeSteun, only as the result of a person's command (M5).</summary>
[MessageUrn("draaiboek:juridisch-dossier-werd-geopend")]
[EntityName("juridische-steun.juridisch-dossier-werd-geopend")]
public sealed record JuridischDossierWerdGeopend
{
    public required Guid DossierId { get; init; }

    public required Guid MeldingId { get; init; }

    /// <summary>Version of the file; one higher at each step.</summary>
    public required int Versie { get; init; }

    public required AanleidingSoort Aanleiding { get; init; }

    /// <summary>Day of the act itself, Europe/Brussels.</summary>
    public required DateOnly Op { get; init; }

    /// <summary>Moment of registration, UTC.</summary>
    public required DateTimeOffset GeregistreerdOp { get; init; }
}
