using System.Text.RegularExpressions;
using FluentValidation;
using Xunit;

namespace Draaiboek.Tests.Architecture;

public sealed partial class TypeTests
{
    /// <summary>What a service shows to whoever builds it. Anything else that becomes public is a decision: it is added here.</summary>
    private static readonly Dictionary<string, string[]> Public = new(StringComparer.Ordinal)
    {
        ["Draaiboek.Melding"] = ["MeldingService"],
        ["Draaiboek.Assessment"] = ["AssessmentService"],
        ["Draaiboek.JuridischeSteun"] = ["JuridischeSteunService"],
        // The records are the GraphQL schema: their members are its fields.
        ["Draaiboek.Registratie"] =
            ["Aanbodcijfer", "Aanbodcijfers", "Achterstandcijfers", "AssessmentCijfers", "Cijferperiode", "Deelperiode", "Definitie", "Definitiesoort", "Doorverwijzingscijfers", "Gesprekscijfers", "Herhalingscijfers", "Inlichtingscijfers", "JuridischeCijfers", "Oorzaakcijfers", "Openstaand", "Periodesoort", "Procescijfers", "RedenVervanging", "RegistratieService", "Statuutcijfers", "Tabel", "Tabelas", "Tabelcel", "Tabelklasse", "Tabellenpublicatie", "Vormingscijfers", "VragenPerSoort", "Wachttijd", "Wachttijden", "Werkvoorraad"],
        ["Draaiboek.Gateway"] = ["GatewayService", "MergedOpenApi", "OpenApiMerge", "OpenApiMergeException", "OpenApiPart"],
        ["Draaiboek.Platform"] = [],
    };

    [Fact]
    public void Given_any_class_Then_it_is_sealed_unless_it_is_abstract_or_static()
        => Assert.Empty(Repository.Alle.SelectMany(Repository.Types)
            .Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false })
            .Select(type => type.FullName));

    [Fact]
    public void Given_a_service_gateway_or_platform_Then_only_the_listed_types_are_public()
    {
        foreach (var (assembly, types) in Public)
        {
            Assert.Equal(
                types,
                Repository.Types(Repository.Alle.Single(a => a.GetName().Name == assembly)).Where(type => type.IsVisible).Select(type => type.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Given_any_namespace_Then_no_type_is_called_the_same()
    {
        var types = Repository.Alle.SelectMany(Repository.Types).ToList();
        var namespaces = types.Select(type => type.Namespace!).Distinct(StringComparer.Ordinal).SelectMany(Steps).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(types, type => namespaces.Contains(type.FullName!));
        // The last word neither: 'using Draaiboek.X' beside a type X reads as either.
        var words = namespaces.Select(name => name[(name.LastIndexOf('.') + 1)..]).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(types.Where(type => !type.IsNested && words.Contains(type.Name)).Select(type => type.FullName));
    }

    [Fact]
    public void Given_the_assembly_of_a_service_Then_nothing_for_tests_or_demonstration_is_in_it()
        => Assert.Empty(Repository.Alle.Where(assembly => assembly.GetName().Name != "Draaiboek.Platform")
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => TestOrDemo().IsMatch(type.Name))
            .Select(type => type.FullName));

    [Fact]
    public void Given_a_request_Then_it_has_one_validator_at_most()
        => Assert.Empty(Repository.Alle.SelectMany(Repository.Types)
            .Where(type => !type.IsAbstract)
            .SelectMany(type => type.GetInterfaces())
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IValidator<>))
            .GroupBy(contract => contract.GetGenericArguments()[0])
            .Where(group => group.Skip(1).Any())
            .Select(group => group.Key.FullName));

    [Fact]
    public void Given_a_consumer_Then_its_definition_stands_beside_it_in_the_same_file()
    {
        foreach (var (dienst, assembly) in Repository.Diensten)
        {
            foreach (var consumer in Repository.Consumers(assembly))
            {
                var file = Assert.Single(Repository.Source(), path => Regex.IsMatch(Repository.Read(path), $@"\bclass {consumer.Name}\(", RegexOptions.None, TimeSpan.FromSeconds(1)) && IsOf(assembly, path));
                Assert.True(
                    Regex.IsMatch(Repository.Read(file), $@"\bclass {consumer.Name}Definition\s*:\s*InboxConsumerDefinition<{consumer.Name}>", RegexOptions.None, TimeSpan.FromSeconds(1)),
                    $"{dienst}: {consumer.Name} has no definition in {file}");
            }
        }
    }

    private static bool IsOf(System.Reflection.Assembly assembly, string path)
        => path.Split(Path.DirectorySeparatorChar)[1] == assembly.GetName().Name!["Draaiboek.".Length..];

    private static IEnumerable<string> Steps(string name)
    {
        for (var end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
        {
            yield return name[..end];
        }
    }

    [GeneratedRegex("(^|[a-z0-9_])(Test|Demo)($|[A-Z0-9s_])|^(test|demo)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestOrDemo();
}
