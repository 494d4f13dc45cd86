using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Draaiboek.Hosting;
using MassTransit;
using Xunit;

namespace Draaiboek.Tests.Architecture;

public sealed partial class DocumentationTests
{
    private const string Nobody = "nog geen uitgever";

    private static readonly string Berichten = Repository.Read("docs/berichten.md");
    private static readonly string Begrippen = Repository.Read("docs/begrippen.md");

    public static TheoryData<string> Messages() => MessageTests.Messages();

    [Theory]
    [MemberData(nameof(Messages))]
    public void Given_a_message_Then_its_page_says_who_publishes_it_what_is_in_it_and_who_listens(string name)
    {
        var message = MessageTests.MessageTypes().Single(type => type.Name == name);
        var section = Section(name);
        Assert.Contains($"`{message.GetCustomAttribute<MessageUrnAttribute>()!.Urn}`", section, StringComparison.Ordinal);
        var entity = message.GetCustomAttribute<EntityNameAttribute>()!.EntityName;
        Assert.Contains($"`{entity}`", section, StringComparison.Ordinal);
        Assert.Contains("**Wanneer**", section, StringComparison.Ordinal);

        var publisher = Repository.Diensten[entity[..entity.IndexOf('.', StringComparison.Ordinal)]].GetName().Name!["Draaiboek.".Length..];
        Assert.Contains($"**Uitgever** {publisher}", section, StringComparison.Ordinal);
        Assert.Equal(!IsMade(name), section.Contains(Nobody, StringComparison.Ordinal));

        var members = MemberLine().Matches(section).Select(match => match.Groups["name"].Value);
        Assert.Equal(message.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)), members);

        var listeners = Repository.Diensten.Values
            .SelectMany(Repository.Consumers)
            .Where(consumer => Repository.MessageOf(consumer) == message)
            .Select(consumer => $"{consumer.Assembly.GetName().Name!["Draaiboek.".Length..]}.{consumer.Name}");
        Assert.Equal(listeners.Order(StringComparer.Ordinal), ListenerLine().Matches(section).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Given_the_page_of_messages_Then_every_section_is_a_message()
        => Assert.Equal(
            MessageTests.MessageTypes().Select(type => type.Name),
            SectionLine().Matches(Berichten).Select(match => match.Groups["name"].Value).Where(name => name.Contains("Werd", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Given_a_message_Then_its_words_stand_in_the_glossary(string name)
    {
        var parts = name.Split("Werd");
        var noun = Spaced(parts[0]);
        Assert.True(Terms().Contains(noun, StringComparer.OrdinalIgnoreCase), $"'{noun}' is no term of docs/begrippen.md");
        Assert.Contains($"`{name}`", Begrippen, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_code_of_messages_database_or_API_Then_the_glossary_explains_each_of_its_members()
    {
        var codes = new[] { Repository.Berichten }.Concat(Repository.Diensten.Values)
            .SelectMany(Repository.Types)
            .Concat(Repository.Types(typeof(ServiceHost).Assembly).Where(type => type.Namespace == "Draaiboek.Hosting.Reserved"))
            .Where(type => type.IsEnum)
            .ToList();
        Assert.True(codes.Count > 15);
        foreach (var code in codes)
        {
            var row = Assert.Single(Begrippen.Split('\n'), line => line.StartsWith($"| `{code.Name}` |", StringComparison.Ordinal));
            Assert.Equal(
                Enum.GetNames(code).Select(JsonNamingPolicy.CamelCase.ConvertName),
                InBackticks().Matches(row).Select(match => match.Groups["text"].Value).Skip(1).Where(text => !text.Contains('.', StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Given_the_glossary_Then_its_terms_are_in_alphabetical_order_each_once_with_source()
    {
        var terms = Terms();
        Assert.True(terms.Count > 40);
        Assert.Equal(terms.Order(StringComparer.InvariantCultureIgnoreCase), terms);
        Assert.Equal(terms.Count, terms.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (var row in Begrippen.Split('\n').Where(line => line.StartsWith("| **", StringComparison.Ordinal)))
        {
            var cells = row.Trim('|', ' ').Split(" | ");
            Assert.True(cells.Length == 4 && cells.All(cell => cell.Trim().Length > 0), row);
        }
    }

    [Fact]
    public void Given_any_page_Then_its_links_to_files_lead_somewhere()
    {
        foreach (var page in Repository.Files("docs", ".md"))
        {
            var folder = Path.GetDirectoryName(Repository.PathOf(page))!;
            foreach (var target in Link().Matches(Repository.Read(page)).Select(match => match.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal)))
            {
                var path = Path.Combine(folder, target.Split('#')[0]);
                Assert.True(File.Exists(path) || Directory.Exists(path), $"{page} links to {target}");
            }
        }
    }

    private static List<string> Terms() => [.. TermLine().Matches(Begrippen).Select(match => match.Groups["term"].Value)];

    private static bool IsMade(string message)
        => Repository.Files("services", ".cs").Any(path => Regex.IsMatch(Repository.Read(path), $@"\bnew {message}\b|\b{message} \w+\([^)]*\)\s*=>\s*new\(\)", RegexOptions.None, TimeSpan.FromSeconds(1)));

    private static string Section(string message)
    {
        var start = Berichten.IndexOf($"\n## {message}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{message} has no section in docs/berichten.md");
        var end = Berichten.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? Berichten[start..] : Berichten[start..end];
    }

    private static string Spaced(string name) => Words().Replace(name, " $0").TrimStart().ToLowerInvariant();

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MemberLine();

    [GeneratedRegex(@"^- `(?<name>\w+\.\w+Consumer)`", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListenerLine();

    [GeneratedRegex("^## (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SectionLine();

    [GeneratedRegex(@"^\| \*\*(?<term>[^*]+)\*\*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TermLine();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InBackticks();

    [GeneratedRegex(@"\]\((?<target>[^)#][^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
