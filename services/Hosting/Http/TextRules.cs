using System.Globalization;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using FluentValidation.Results;

namespace Draaiboek.Hosting.Http;

/// <summary>Rules that every service's validators share. Messages are Dutch and never quote what was given.</summary>
public static class TextRules
{
    /// <summary>Who sends the request under validation; on an open route there is nobody.</summary>
    public static Caller Caller<T>(this ValidationContext<T> context) => (Caller)context.RootContextData[nameof(Identity.Caller)];

    internal const string Unread = nameof(Unread);

    /// <summary>Whether the member at that path had the right form. A rule about another member must not judge by the default that stands in its place.</summary>
    public static bool WasRead<T>(this ValidationContext<T> context, string path) => !((IReadOnlySet<string>)context.RootContextData[Unread]).Contains(path);

    /// <summary>Judges by the rules of another form what is sent inside this one. The failures have the names of that form.</summary>
    /// <param name="nameInside">The path in that form of a path in this one; null when it is not part of it.</param>
    public static IEnumerable<ValidationFailure> Inside<T, TInner>(this ValidationContext<T> context, IValidator<TInner> rules, TInner inner, Func<string, string?> nameInside)
    {
        var validation = new ValidationContext<TInner>(inner);
        foreach (var (key, value) in context.RootContextData)
        {
            validation.RootContextData[key] = value;
        }

        validation.RootContextData[Unread] = ((IReadOnlySet<string>)context.RootContextData[Unread]).Select(nameInside).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return rules.Validate(validation).Errors;
    }

    /// <summary>One line a person typed: not only spaces, at most <paramref name="max"/> characters, nothing invisible. Null passes.</summary>
    public static IRuleBuilderOptions<T, string?> Regel<T>(this IRuleBuilder<T, string?> rule, int max)
        => rule
            .Must(text => text is null || HasLetterOrDigit(text)).WithMessage("mag niet leeg zijn")
            .Must(text => text is null || text.Length <= max).WithMessage($"mag hoogstens {max} tekens tellen")
            .Must(text => text is null || !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' || IsDirectionMark(c))).WithMessage("bevat onzichtbare tekens");

    /// <summary>Free text: as <see cref="Regel"/>, with line breaks and tabs.</summary>
    public static IRuleBuilderOptions<T, string?> Tekst<T>(this IRuleBuilder<T, string?> rule, int max)
        => rule
            .Must(text => text is null || HasLetterOrDigit(text)).WithMessage("mag niet leeg zijn")
            .Must(text => text is null || text.Length <= max).WithMessage($"mag hoogstens {max} tekens tellen")
            .Must(text => text is null || !text.Any(c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || IsDirectionMark(c))).WithMessage("bevat onzichtbare tekens");

    /// <summary>A day that has come, in Belgium.</summary>
    public static IRuleBuilderOptions<T, DateOnly> NietInDeToekomst<T>(this IRuleBuilder<T, DateOnly> rule, TimeProvider time)
        => rule.Must(day => day <= time.Vandaag()).WithMessage("mag niet in de toekomst liggen");

    private static bool HasLetterOrDigit(string text) => text.EnumerateRunes().Any(System.Text.Rune.IsLetterOrDigit);

    /// <summary>Marks that turn the direction of text can make one name look like another.</summary>
    private static bool IsDirectionMark(char c)
        => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format && c is not ('\u200c' or '\u200d' or '\u00ad');
}
