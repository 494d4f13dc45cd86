using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation.Rules;

internal sealed class KnownDirectives(ValidationContext context) : ValidationRule(context, "Directives-Are-Defined")
{
    public override void Directives(IReadOnlyList<DirectiveNode> directives, DirectiveLocation location)
    {
        foreach (DirectiveNode directive in directives.Where(directive => Context.Schema.DirectiveOrNull(directive.Name) is null))
        {
            Report($"The directive \"@{directive.Name}\" does not exist.", directive);
        }
    }
}

internal sealed class DirectivesInValidLocations(ValidationContext context) : ValidationRule(context, "Directives-Are-in-Valid-Locations")
{
    public override void Directives(IReadOnlyList<DirectiveNode> directives, DirectiveLocation location)
    {
        foreach (DirectiveNode directive in directives)
        {
            if (Context.Schema.DirectiveOrNull(directive.Name) is { } definition && !definition.Locations.Contains(location))
            {
                Report($"The directive \"@{directive.Name}\" cannot be used on {DirectiveType.LocationName(location)}.", directive);
            }
        }
    }
}

internal sealed class UniqueDirectivesPerLocation(ValidationContext context) : ValidationRule(context, "Directives-Are-Unique-per-Location")
{
    public override void Directives(IReadOnlyList<DirectiveNode> directives, DirectiveLocation location)
    {
        foreach (var same in directives.GroupBy(directive => directive.Name, StringComparer.Ordinal))
        {
            foreach (DirectiveNode again in Context.Schema.DirectiveOrNull(same.Key) is null ? [] : same.Skip(1))
            {
                Report($"The directive \"@{same.Key}\" can be used only once in one place.", same.First(), again);
            }
        }
    }
}
