using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>That a line was loaded, and became which melding: what makes it safe to load a file again, however late. Nothing readable of the line is in it.</summary>
internal sealed class Invoerregel
{
    /// <summary>An HMAC in hexadecimal.</summary>
    public const int SleutelLengte = 64;

    public required Centrum Centrum { get; init; }

    /// <summary>Of the centre's own reference where the line has one, otherwise of its content.</summary>
    public required string Sleutel { get; init; }

    public required string Inhoud { get; init; }

    public required Guid MeldingId { get; init; }

    public required DateTimeOffset IngevoerdOp { get; init; }
}

/// <summary>What became of a question for assessment, as a centre wrote it down before it had the platform. Judged and counted; the steps themselves are for a person to register (M5).</summary>
internal enum Vraagverloop
{
    Wachtend = 1,
    Lopend,
    AdviesNegatief,
    AdviesPositief,
    NietBereikbaar,
    WilNietDeelnemen,
    AfgehaaktNaKennismaking,
}

/// <summary>One line of a file with earlier registrations.</summary>
/// <param name="Organisatie">KBO number of the organisation that asked.</param>
/// <param name="Sector">Its sector at the time.</param>
/// <param name="Melding">What it asked.</param>
/// <param name="Verloop">What became of it.</param>
/// <param name="Kenmerk">The centre's own reference. It may well identify somebody, so it is not kept.</param>
internal sealed record RegelInvoer(string Organisatie, Sector Sector, GeregistreerdeVraagInvoer Melding, Vraagverloop? Verloop, string? Kenmerk)
{
    public MeldingInvoer AlsMelding() => new(
        Melding.Soort,
        Melding.Centrum,
        Melding.OntvangenOp,
        Melding.Kanaal,
        Organisatie,
        Sector,
        Melding.Contactpersoon,
        Melding.Jongere,
        Melding.Signalen,
        Melding.AantalKeerWeggelopen,
        Melding.LinkTienerpooier,
        Melding.Rekruteringskanaal,
        Melding.Consulent,
        Melding.Acuut,
        Melding.Omschrijving,
        VervolgOp: null,
        Concept: null);
}

/// <summary>The members of <see cref="MeldingInvoer"/> that such a line has under <c>melding</c>; which of them there must be is for its rules.</summary>
internal sealed record GeregistreerdeVraagInvoer(
    SoortVraag Soort,
    Centrum Centrum,
    DateOnly? OntvangenOp,
    Kanaal? Kanaal,
    ContactpersoonInvoer Contactpersoon,
    JongereInvoer? Jongere,
    IReadOnlyList<Signaal>? Signalen,
    int? AantalKeerWeggelopen,
    LinkTienerpooier? LinkTienerpooier,
    Rekruteringskanaal? Rekruteringskanaal,
    ConsulentInvoer? Consulent,
    bool? Acuut,
    string Omschrijving);

/// <summary>A line is judged as the melding that it becomes, under the names that it has in the file.</summary>
internal sealed class RegelInvoerRegels : AbstractValidator<RegelInvoer>
{
    public const int MaxKenmerk = 100;

    private const string InMelding = "melding.";

    public RegelInvoerRegels(IValidator<MeldingInvoer> regels)
    {
        RuleFor(r => r.Kenmerk).Regel(MaxKenmerk);
        RuleFor(r => r).Custom((regel, context) =>
        {
            if (!context.WasRead("melding"))
            {
                return;
            }

            if (regel.Verloop is not null && context.WasRead("melding.soort") && regel.Melding.Soort != SoortVraag.VraagAssessment)
            {
                context.AddFailure(nameof(regel.Verloop), "hoort alleen bij een vraag voor assessment");
            }

            foreach (var failure in context.Inside(regels, regel.AlsMelding(), NaamInMelding))
            {
                failure.PropertyName = NaamInRegel(failure.PropertyName);
                context.AddFailure(failure);
            }
        });
    }

    private static string? NaamInMelding(string pad) => pad switch
    {
        "organisatie" => "namensOrganisatie",
        "sector" => "sector",
        _ => pad.StartsWith(InMelding, StringComparison.Ordinal) ? pad[InMelding.Length..] : null,
    };

    private static string NaamInRegel(string naam) => naam switch
    {
        nameof(MeldingInvoer.NamensOrganisatie) => nameof(RegelInvoer.Organisatie),
        nameof(MeldingInvoer.Sector) => nameof(RegelInvoer.Sector),
        _ => $"{nameof(RegelInvoer.Melding)}.{naam}",
    };
}

/// <summary>By what a line is known again: keyed hashes, because who has the database could guess a file number or a form with few unknowns.</summary>
internal sealed class Regelkenmerk(MasterKey master)
{
    private readonly byte[] _kenmerkKey = master.Derive("invoer.kenmerk");
    private readonly byte[] _inhoudKey = master.Derive("invoer.inhoud");

    public string VanKenmerk(string kenmerk) => Convert.ToHexStringLower(HMACSHA256.HashData(_kenmerkKey, Encoding.UTF8.GetBytes(kenmerk)));

    public string VanInhoud(ReadOnlyMemory<byte> json) => Convert.ToHexStringLower(HMACSHA256.HashData(_inhoudKey, Encoding.UTF8.GetBytes(Canoniek(json))));

    /// <summary>
    /// What a line says of the question itself, in one form: members sorted, without null, texts as the binder reads them, each with its length. This form may never change: what was
    /// loaded would be loaded again. What became of the question is left out, as that is not taken over: it may have moved on when the file comes again.
    /// </summary>
    internal static string Canoniek(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var tekst = new StringBuilder();
        foreach (var naam in (string[])["melding", "organisatie", "sector"])
        {
            Schrijf(tekst, document.RootElement.GetProperty(naam));
        }

        return tekst.ToString();
    }

    private static void Schrijf(StringBuilder tekst, JsonElement waarde)
    {
        switch (waarde.ValueKind)
        {
            case JsonValueKind.Object:
                tekst.Append('{');
                foreach (var lid in waarde.EnumerateObject().Where(lid => lid.Value.ValueKind != JsonValueKind.Null).OrderBy(lid => lid.Name, StringComparer.Ordinal))
                {
                    tekst.Append(lid.Name).Append('=');
                    Schrijf(tekst, lid.Value);
                }

                tekst.Append('}');
                break;
            case JsonValueKind.Array:
                tekst.Append('[');
                foreach (var deel in waarde.EnumerateArray())
                {
                    Schrijf(tekst, deel);
                }

                tekst.Append(']');
                break;
            case JsonValueKind.String:
                var woorden = waarde.GetString()!.Normalize().Trim();
                tekst.Append(CultureInfo.InvariantCulture, $"{woorden.Length}:{woorden};");
                break;
            default:
                tekst.Append(waarde.GetRawText()).Append(';');
                break;
        }
    }
}
