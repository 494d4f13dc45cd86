using System.Text.RegularExpressions;
using Xunit;

namespace Draaiboek.Tests.Architecture;

public sealed partial class SourceTests
{
    /// <summary>What no file of services/ or gateway/ holds, and why.</summary>
    public static TheoryData<string, string> Forbidden() => new()
    {
        { @"\bDateTime\.(Now|UtcNow|Today)\b", "time comes from TimeProvider (DESIGN 9)" },
        { @"\bDateTimeOffset\.(Now|UtcNow)\b", "time comes from TimeProvider (DESIGN 9)" },
        { @"\bThread\.Sleep\b", "a thread that sleeps serves nobody" },
        { @"#pragma\s+warning\s+disable", "a warning is solved, or switched off for all in .editorconfig with a reason" },
        { @"\bcatch\b[^{;]*\{\s*\}", "a fault that is passed over says why" },
        { @"\b(TODO|FIXME|HACK)\b", "what is to be done stands in an issue" },
        { @"\bNotImplementedException\b", "what is not there is not promised" },
        { @"\b(Audit|Handelingen|Dossiers)\b[^;]*\bExecute(Update|Delete)", "a bulk change passes by the guard of M5 and of the audit trail" },
        { @"\bSuppressMessage\b", "a warning is solved, or switched off for all in .editorconfig with a reason" },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Given_the_source_Then_nothing_that_the_house_forbids_is_in_it(string pattern, string why)
    {
        var rule = new Regex(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        var files = Repository.Source().ToList();
        Assert.True(files.Count > 100, "the source was not found");
        var found = files.Where(path => rule.IsMatch(Repository.Read(path))).ToList();
        Assert.True(found.Count == 0, $"{why}: {string.Join(", ", found)}");
    }

    [Fact]
    public void Given_the_rule_on_empty_catches_Then_it_finds_one()
    {
        var rule = new Regex(@"\bcatch\b[^{;]*\{\s*\}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        Assert.Matches(rule, "catch (IOException) when (x)\n{\n}");
        Assert.DoesNotMatch(rule, "catch (IOException)\n{\n    // why\n}");
    }

    [Fact]
    public void Given_a_Program_Then_it_is_shorter_than_40_lines()
    {
        var programs = Repository.Source().Where(path => Path.GetFileName(path) == "Program.cs").ToList();
        Assert.Equal(6, programs.Count);
        Assert.All(programs, path => Assert.True(Repository.Read(path).Split('\n').Length < 40, path));
    }

    [Fact]
    public void Given_a_reference_to_a_decision_Then_the_page_is_there()
    {
        string[] places = [.. Repository.Source(), .. Repository.Files(".", ".props"), .. Repository.Files(".", ".csproj"), .. Repository.Files("tests", ".cs"), .. Repository.Files("docs", ".md")];
        var known = Repository.Files("docs/adr", ".md").Select(path => Path.GetFileName(path)[..4]).ToHashSet(StringComparer.Ordinal);
        var asked = places.SelectMany(path => Decision().Matches(Repository.Read(path)).Select(match => (path, match.Groups["number"].Value)));
        Assert.DoesNotContain(asked, reference => !known.Contains(reference.Value));
    }

    [Fact]
    public void Given_the_pages_of_decisions_Then_they_are_numbered_without_a_gap_and_have_the_same_parts()
    {
        var pages = Repository.Files("docs/adr", ".md").ToList();
        Assert.Equal(Enumerable.Range(1, pages.Count), pages.Select(path => int.Parse(Path.GetFileName(path).AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var page in pages)
        {
            var headings = Repository.Read(page).Split('\n').Where(line => line.StartsWith('#')).ToList();
            Assert.StartsWith($"# {Path.GetFileName(page)[..4]} ", headings[0], StringComparison.Ordinal);
            Assert.Equal(["## Context", "## Options", "## Decision", "## Consequences"], headings.Skip(1));
        }
    }

    [GeneratedRegex(@"(docs/)?adr/(?<number>\d{4})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Decision();
}
