using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Draaiboek.Gateway;
using Draaiboek.Inrichting;
using Xunit;

namespace Draaiboek.Tests.Architecture.Docker;

/// <summary>The images are built from what is there, all of it, and hold nothing that they need not.</summary>
public sealed partial class DockerfileTests
{
    private readonly Dockerfile _file = Dockerfile.Read();

    private Stage Build => _file.Stage("bouw");

    public static TheoryData<string> Images() => [.. ComposeFile.Eigen];

    /// <summary>The assembly behind each image.</summary>
    private static Assembly AssemblyOf(string image) => image switch
    {
        "gateway" => typeof(GatewayService).Assembly,
        "inrichting" => typeof(InrichtingSettings).Assembly,
        _ => Repository.Diensten[image],
    };

    [Theory]
    [MemberData(nameof(Images))]
    public void Given_an_image_Then_it_starts_the_program_of_its_project_as_nobody_special(string image)
    {
        var project = ProjectOf(image);
        Assert.Contains(project, Projects("restore"));
        Assert.Contains(project, Projects("publish"));

        var stage = _file.Stage(image);
        Assert.Equal("basis", stage.From);
        Assert.Equal($"--from=bouw /uit/{Path.GetFileName(project)} ./", stage.Instructions.Single(line => line.Word == "COPY").Rest);
        Assert.Equal(["dotnet", AssemblyOf(image).GetName().Name + ".dll"], stage.EntryPoint);
        Assert.DoesNotContain(stage.Instructions, line => line.Word is "USER" or "RUN" or "ADD");
        Assert.Equal("$APP_UID", _file.Stage("basis").Instructions.Single(line => line.Word == "USER").Rest);
    }

    [Fact]
    public void Given_the_stages_Then_there_is_none_that_nobody_needs()
    {
        Assert.Equal(ComposeFile.Eigen.Concat(["bouw", "basis"]).Order(StringComparer.Ordinal), _file.Stages.Select(stage => stage.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Projects("restore"), Projects("publish"));
        Assert.Equal(ComposeFile.Eigen.Select(ProjectOf).Order(StringComparer.Ordinal), Projects("publish").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Given_the_base_images_Then_they_are_pinned_to_the_line_of_dotnet_that_the_projects_ask()
    {
        var framework = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("TargetFramework").Single().Value;
        var line = framework["net".Length..];
        Assert.StartsWith(line + ".", (string?)JsonNode.Parse(Repository.Read("global.json"))!["sdk"]!["version"], StringComparison.Ordinal);
        Assert.Equal($"mcr.microsoft.com/dotnet/sdk:{line}-noble", Build.From);
        // 'extra' has ICU and the time zones; without them Europe/Brussels does not exist.
        Assert.Equal($"mcr.microsoft.com/dotnet/aspnet:{line}-noble-chiseled-extra", _file.Stage("basis").From);
    }

    [Fact]
    public void Given_the_restore_Then_before_it_stands_every_project_with_its_lock_file_and_no_source()
    {
        var restore = Build.Instructions.Index().Single(line => line.Item.Rest.Contains("dotnet restore", StringComparison.Ordinal)).Index;
        Assert.Contains("--locked-mode", Build.Instructions[restore].Rest, StringComparison.Ordinal);
        Assert.All(Projects("publish"), _ => Assert.Contains("--no-restore", Publish, StringComparison.Ordinal));

        var before = Build.Copies.Where(copy => copy.Index < restore).SelectMany(copy => copy.Sources.Select(source => (Source: source, copy.Target))).ToList();
        var needed = Closure().SelectMany(project => new[] { project, Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json") })
            .Concat(["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig"]);
        Assert.Equal(needed.Order(StringComparer.Ordinal), before.Select(copy => copy.Source).Order(StringComparer.Ordinal));
        Assert.All(before, copy => Assert.Equal(Path.GetDirectoryName(copy.Source), copy.Target.TrimEnd('/').TrimStart('.')));
    }

    [Fact]
    public void Given_the_publish_Then_every_file_that_a_project_compiles_or_embeds_is_copied_and_sent()
    {
        var copied = Build.Copies.SelectMany(copy => copy.Sources.Select(source => (Source: source.TrimEnd('/'), copy.Target))).ToList();
        var needed = Closure().SelectMany(project => Repository.Files(Path.GetDirectoryName(project)!, ".cs").Append(project).Concat(Embedded(project))).ToList();
        Assert.True(needed.Count > 100);
        foreach (var file in needed)
        {
            Assert.True(copied.Any(copy => file == copy.Source || file.StartsWith(copy.Source + "/", StringComparison.Ordinal)), $"{file} is not copied");
            Assert.True(Dockerfile.Sent(file), $"{file} is kept out by .dockerignore");
        }

        foreach (var (source, _) in copied)
        {
            Assert.True(File.Exists(Repository.PathOf(source)) || Directory.Exists(Repository.PathOf(source)), $"{source} is not there");
            Assert.True(Dockerfile.Sent(source), $"{source} is kept out by .dockerignore");
        }

        Assert.All(copied.Where(copy => Directory.Exists(Repository.PathOf(copy.Source))), copy => Assert.Equal(copy.Source, copy.Target.TrimEnd('/')));
    }

    [Theory]
    [InlineData("infra/docker/melding.env")]
    [InlineData("infra/docker/demo-clients.json")]
    [InlineData("services/Melding/geheim.env")]
    [InlineData(".env")]
    [InlineData(".git/config")]
    [InlineData("services/Melding/bin/Debug/net10.0/x.dll")]
    [InlineData("services/Melding/obj/project.assets.json")]
    [InlineData("gateway/obj/x")]
    [InlineData("services/Melding/melding.db")]
    [InlineData("services/Platform/Issuer/DemoIssuer.cs")]
    [InlineData("tests/Draaiboek.Tests/x.cs")]
    public void Given_a_secret_or_anything_else_that_no_image_needs_Then_the_builder_does_not_get_it(string path) => Assert.False(Dockerfile.Sent(path));

    [Fact]
    public void Given_the_Dockerfile_Then_no_secret_is_in_it_and_the_demo_issuer_is_in_no_image()
    {
        var lines = _file.Stages.SelectMany(stage => stage.Instructions).ToList();
        Assert.DoesNotContain(lines, line => line.Word is "ARG" or "ADD" or "VOLUME");
        Assert.DoesNotContain(lines.Where(line => line.Word == "ENV"), line => Secret().IsMatch(line.Rest));
        Assert.DoesNotContain(Closure(), project => project.Contains("Platform", StringComparison.Ordinal));
    }

    private string Publish => Build.Instructions.Single(line => line.Rest.Contains("dotnet publish", StringComparison.Ordinal)).Rest;

    /// <summary>The folders over which the instruction with this verb goes.</summary>
    private string[] Projects(string verb)
        => ProjectList().Match(Build.Instructions.Single(line => line.Rest.Contains("dotnet " + verb, StringComparison.Ordinal)).Rest).Groups["projects"].Value.Split(' ');

    private static string ProjectOf(string image)
    {
        var name = AssemblyOf(image).GetName().Name!["Draaiboek.".Length..];
        return Path.GetDirectoryName(Repository.Files(".", $"/{name}.csproj").Single())!.Replace("./", "", StringComparison.Ordinal);
    }

    /// <summary>Every project that an image needs, by following the references.</summary>
    private static IReadOnlyList<string> Closure()
    {
        var known = new SortedSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(ComposeFile.Eigen.Select(ProjectOf).SelectMany(folder => Repository.Files(folder, ".csproj")));
        while (next.TryDequeue(out var project))
        {
            if (known.Add(project))
            {
                foreach (var reference in Items(project, "ProjectReference"))
                {
                    next.Enqueue(reference);
                }
            }
        }

        return [.. known];
    }

    private static IEnumerable<string> Embedded(string project) => Items(project, "EmbeddedResource").Concat(Items(project, "Content"));

    /// <summary>Files that the project names, relative to the root.</summary>
    private static IEnumerable<string> Items(string project, string kind)
        => XDocument.Parse(Repository.Read(project)).Descendants(kind)
            .Select(item => item.Attribute("Include")?.Value)
            .OfType<string>()
            .Select(include => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, include))));

    [GeneratedRegex(@"for project in (?<projects>[^;]+); do", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectList();

    [GeneratedRegex("password|secret|key|token", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
