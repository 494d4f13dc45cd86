using System.Text.Json;
using System.Text.RegularExpressions;

namespace Draaiboek.Tests.Architecture.Docker;

/// <summary>One instruction: its word and the rest of the line, with continued lines joined.</summary>
internal sealed record Instruction(string Word, string Rest);

/// <summary>What stands between one <c>FROM</c> and the next.</summary>
internal sealed record Stage(string Name, string From, IReadOnlyList<Instruction> Instructions)
{
    public IReadOnlyList<string> EntryPoint => JsonSerializer.Deserialize<string[]>(Instructions.Single(line => line.Word == "ENTRYPOINT").Rest)!;

    /// <summary>Sources and target of each <c>COPY</c> from the repository, with the number of the instruction.</summary>
    public IEnumerable<(int Index, string[] Sources, string Target)> Copies
        => Instructions.Index()
            .Where(line => line.Item.Word == "COPY" && !line.Item.Rest.StartsWith("--from", StringComparison.Ordinal))
            .Select(line => (line.Index, line.Item.Rest.Split(' ')))
            .Select(line => (line.Index, line.Item2[..^1], line.Item2[^1]));
}

/// <summary>The Dockerfile of our own images, and what <c>.dockerignore</c> lets through to it.</summary>
internal sealed partial class Dockerfile
{
    private Dockerfile(IReadOnlyList<Stage> stages) => Stages = stages;

    public IReadOnlyList<Stage> Stages { get; }

    public static Dockerfile Read()
    {
        var text = Continued().Replace(Repository.Read("infra/docker/Dockerfile"), " ");
        var stages = new List<Stage>();
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var parts = line.Split(' ', 2);
            if (parts[0] == "FROM")
            {
                var from = parts[1].Split(" AS ");
                stages.Add(new Stage(from[1], from[0], new List<Instruction>()));
            }
            else
            {
                ((List<Instruction>)stages[^1].Instructions).Add(new Instruction(parts[0], parts[1].Trim()));
            }
        }

        return new Dockerfile(stages);
    }

    public Stage Stage(string name) => Stages.Single(stage => stage.Name == name);

    /// <summary>Whether the builder gets the file: the last pattern of <c>.dockerignore</c> that fits it, or a folder above it, decides.</summary>
    public static bool Sent(string path)
    {
        var sent = true;
        foreach (var line in Repository.Read(".dockerignore").Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var pattern = line.TrimStart('!').TrimEnd('/');
            var rule = new Regex("^" + Regex.Escape(pattern).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "(/|$)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            if (rule.IsMatch(path))
            {
                sent = line[0] == '!';
            }
        }

        return sent;
    }

    [GeneratedRegex(@"\\\n\s*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Continued();
}
