using System.Xml.Linq;
using Xunit;

namespace Draaiboek.Tests.Architecture;

public sealed class ReferenceTests
{
    /// <summary>Who may know whom. Services know each other through Berichten only; nobody but Registratie asks anything of the query engine.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Berichten"] = [],
        ["GraphQL"] = [],
        ["Hosting"] = ["Berichten"],
        ["Melding"] = ["Berichten", "Hosting"],
        ["Assessment"] = ["Berichten", "Hosting"],
        ["JuridischeSteun"] = ["Berichten", "Hosting"],
        ["Registratie"] = ["Berichten", "Hosting", "GraphQL"],
        ["Gateway"] = ["Hosting"],
        // One process out of all of them; GraphQL only to export its schema.
        ["Platform"] = ["Berichten", "Hosting", "GraphQL", "Melding", "Assessment", "JuridischeSteun", "Registratie", "Gateway"],
    };

    public static TheoryData<string> Projects() => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Given_a_project_Then_its_file_refers_to_the_allowed_ones_only(string project)
    {
        var file = Assert.Single([.. Repository.Files("services", ".csproj"), .. Repository.Files("gateway", ".csproj")], path => Path.GetFileNameWithoutExtension(path) == project);
        var references = XDocument.Load(Repository.PathOf(file)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Subset(Allowed[project].ToHashSet(StringComparer.Ordinal), references.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Given_an_assembly_Then_it_uses_the_allowed_ones_only(string project)
    {
        var assembly = Repository.Alle.Single(a => a.GetName().Name == "Draaiboek." + project);
        var uses = assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name.StartsWith("Draaiboek.", StringComparison.Ordinal))
            .Select(name => name["Draaiboek.".Length..]);
        Assert.Subset(Allowed[project].ToHashSet(StringComparer.Ordinal), uses.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void Given_the_projects_on_disk_Then_each_has_its_line_in_this_table()
        => Assert.Equal(
            Allowed.Keys.Order(StringComparer.Ordinal),
            new[] { "services", "gateway" }.SelectMany(folder => Repository.Files(folder, ".csproj")).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void Given_any_project_Then_versions_of_packages_stand_in_one_place()
        => Assert.DoesNotContain(
            Repository.Files(".", ".csproj"),
            path => XDocument.Load(Repository.PathOf(path)).Descendants("PackageReference").Any(reference => reference.Attribute("Version") is not null || reference.Element("Version") is not null));

    [Fact]
    public void Given_any_file_that_configures_or_locks_packages_Then_it_names_no_host()
    {
        string[] names = ["packages.lock.json", "package-lock.json", "nuget.config", ".npmrc", "yarn.lock"];
        var files = names.SelectMany(name => Repository.Files(".", name)).ToList();
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, path => Repository.Read(path).Contains("://", StringComparison.Ordinal));
    }
}
