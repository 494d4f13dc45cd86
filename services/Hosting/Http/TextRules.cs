using System.Globalization;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Hosting.Http;

/// <summary>Rules that every service's validators share. Messages are Dutch and never quote what was given.</summary>
public static class TextRules
{
    /// <summary>Who sends the request under validation; on an open route there is nobody.</summary>
    public static Caller Caller<T>(this ValidationContext<T> context) => (Caller)context.RootContextData[nameof(Identity.Caller)];

    internal const string Unread = nameof(Unread);

    /// <summary>Whether the member at that path had the right form. A rule about another member must not judge by the default that stands in its place.</summary>
    public static bool WasRead<T>(this ValidationContext<T> context, string path) => !((IReadOnlySet<string>)context.RootContextData[Unread]).Contains(path);

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
