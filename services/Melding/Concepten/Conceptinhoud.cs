using System.Text;
using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>What is kept of a form that is not finished.</summary>
/// <param name="Inhoud">The body of <c>POST /api/meldingen</c> as far as it is filled in.</param>
internal sealed record ConceptInvoer(JsonElement Inhoud);

internal sealed class ConceptRegels : AbstractValidator<ConceptInvoer>
{
    private const int MaxBytes = 64 * 1024;

    public ConceptRegels()
        => RuleFor(c => c.Inhoud)
            .Must(inhoud => Encoding.UTF8.GetByteCount(inhoud.GetRawText()) <= MaxBytes).WithMessage($"mag hoogstens {MaxBytes / 1024} KB tellen")
            .When((_, context) => context.WasRead("inhoud"));
}

/// <summary>Holds what is filled in against what the registration will ask, by the same reading and the same rules.</summary>
internal sealed class Conceptkeuring(IValidator<MeldingInvoer> regels, MeldingDbContext db)
{
    /// <param name="inhoud">An object.</param>
    /// <param name="caller">Who would submit it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Conceptoordeel> KeurAsync(JsonElement inhoud, Caller caller, CancellationToken cancellationToken)
    {
        var reading = JsonReading<MeldingInvoer>.Of(inhoud, regels, caller);
        var onbekend = reading.Unknown.ToDictionary(pair => Onder(pair.Key), pair => pair.Value, StringComparer.Ordinal);
        if (inhoud.TryGetProperty("concept", out _))
        {
            onbekend[Onder("concept")] = ["hoort niet in een concept; geef het mee bij het indienen"];
        }

        var ontbreekt = new Dictionary<string, string[]>(reading.Errors, StringComparer.Ordinal);
        if (await db.VervolgfoutAsync(reading.Value.VervolgOp, caller, cancellationToken) is { } vervolg)
        {
            ontbreekt["vervolgOp"] = [vervolg];
        }

        return new Conceptoordeel(
            onbekend.Count > 0 ? new Outcome.Invalid(onbekend) : null,
            ontbreekt,
            Enum.IsDefined(reading.Value.Soort) ? reading.Value.Soort : null);
    }

    private static string Onder(string pad) => pad.Length == 0 ? "inhoud" : $"inhoud.{pad}";
}

/// <param name="Weigering">What can't be kept even as a draft: members that no registration knows. Null when there are none.</param>
/// <param name="Ontbreekt">What would be refused if it were submitted now: path and sentences as at the registration.</param>
/// <param name="Soort">The kind of question, when it is filled in.</param>
internal sealed record Conceptoordeel(Outcome? Weigering, IReadOnlyDictionary<string, string[]> Ontbreekt, SoortVraag? Soort);

/// <summary>What keeping a draft answers. Without what was filled in: the answer is kept for its Idempotency-Key.</summary>
internal sealed record ConceptAntwoord(
    Guid Id, int Versie, ConceptToestand Toestand, DateOnly GewijzigdOp, DateOnly BewaardTot, IReadOnlyDictionary<string, string[]> Ontbreekt)
{
    public static ConceptAntwoord Van(Concept concept, Conceptoordeel oordeel, ConceptSettings settings)
        => new(concept.Id, concept.Versie, ConceptToestand.NietIngediend, concept.GewijzigdOp, settings.BewaardTot(concept.GewijzigdOp), oordeel.Ontbreekt);
}

internal static class ConceptVersleuteling
{
    public static byte[] VersleutelInhoud(this DataKey key, JsonElement inhoud) => key.Encrypt(Velden.Concept, inhoud.GetRawText());

    public static JsonElement LeesInhoud(this DataKey key, Concept concept)
    {
        using var document = JsonDocument.Parse(key.Decrypt(Velden.Concept, concept.InhoudVersleuteld));
        return document.RootElement.Clone();
    }
}
