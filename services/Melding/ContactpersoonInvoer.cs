using Draaiboek.Hosting.Http;
using FluentValidation;

namespace Draaiboek.Meldingen;

/// <summary>The contact person as an organisation gives it; at least one way to reach this person.</summary>
internal sealed record ContactpersoonInvoer(string Naam, string? Telefoon, string? Email)
{
    public Contactpersoon AlsContactpersoon() => new(Naam, Telefoon, Email);
}

internal sealed class ContactpersoonRegels : AbstractValidator<ContactpersoonInvoer>
{
    public ContactpersoonRegels()
    {
        RuleFor(c => c.Naam).Regel(200);
        RuleFor(c => c.Telefoon).Regel(30)
            .Must(telefoon => telefoon is null || telefoon.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '/' or '.' or '(' or ')' or '-'))
            .WithMessage("mag alleen cijfers en + / . ( ) - bevatten");
        RuleFor(c => c.Email).Regel(254)
            .EmailAddress()
            .WithMessage("is geen e-mailadres");
        RuleFor(c => c.Telefoon).NotNull().When(c => c.Email is null).WithMessage("geef een telefoonnummer of een e-mailadres");
    }
}
