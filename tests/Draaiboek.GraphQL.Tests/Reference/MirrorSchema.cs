using System.Text;

namespace Draaiboek.GraphQL.Tests.Reference;

/// <summary>
/// A schema with every kind of type, whose data follows from numbers alone, so that <c>node/mirror.mjs</c> can answer the same
/// from our exported SDL. What is changed here is changed there.
/// </summary>
internal static class MirrorSchema
{
    public static void AddTo(GraphQLOptions options) => options.AddQueryType(typeof(MirrorQuery)).AddType<Node>().AddType<Leaf>().AddType<Stone>();
}

[GraphQLDescription("Data that follows from numbers.")]
internal static class MirrorQuery
{
    public static Node? GetNode(int id = 1) => id is > 100 or < -100 ? null : new Node(id);

    public static IReadOnlyList<Node> GetNodes(int? first = 2) => [.. Enumerable.Range(1, Math.Clamp(first ?? 0, 0, 4)).Select(id => new Node(id))];

    public static IReadOnlyList<Node?>? GetHoles() => [new Node(1), null, new Node(3), new Node(6)];

    public static Node GetRequired() => new(7);

    public static IReadOnlyList<Node>? GetStrict() => [new Node(1), null!];

    public static IReadOnlyList<IThing> GetThings() => [new Node(2), new Leaf(5)];

    public static IReadOnlyList<IFind?>? GetFinds() => [new Leaf(1), null, new Node(4), new Stone(3)];

    public static string Echo(
        int? number = null,
        string? text = null,
        bool? flag = null,
        [ID] string? id = null,
        Colour? colour = null,
        int[]? numbers = null,
        int?[]?[]? matrix = null,
        Box? box = null,
        Choice? choice = null) => Canonical.Of(number, text, flag, id, colour, numbers, matrix, box, choice);

    public static int Sum(int a = 1, int b = 2) => unchecked((a % 1000) + (b % 1000));

    public static string? Must(string text, Box box) => Canonical.Of(text, box);

    public static double? Number(double? value = 0.5) => value;

    public static Colour? Colour(Colour? colour = Reference.Colour.Green) => colour;

    public static string? GetFails() => throw new InvalidOperationException("It always does.");

    public static async Task<string?> GetLateAsync()
    {
        await Task.Yield();
        return "late";
    }

    [GraphQLDeprecated("Ask for node.")]
    public static int Old => 1;
}

[InterfaceType]
[GraphQLName("Thing")]
internal interface IThing
{
    [ID]
    string Id { get; }

    string GetName(string prefix = "n");
}

[UnionType]
[GraphQLName("Find")]
internal interface IFind;

internal sealed record Node([property: GraphQLIgnore] int Of) : IThing, IFind
{
    [ID]
    public string Id => $"{Of}";

    public string GetName(string prefix = "n") => $"{prefix}{Of}";

    public int Number => Of;

    public Node? Parent => Of <= 1 ? null : new Node(Of / 2);

    public Node? GetNext(int? step = 1) => step is null ? null : new Node((int)(((long)Of + step.Value) % 50));

    public IReadOnlyList<Node> GetChildren(int count = 2) => [.. Enumerable.Range(0, Math.Clamp(count, 0, 3)).Select(i => new Node((Of * 2) + i))];

    public string? GetBroken() => Of % 2 == 0 ? throw new InvalidOperationException("An even one.") : "whole";

    public string GetStrict() => Of % 3 == 0 ? null! : "strict";

    public Colour Colour => (Colour)(Math.Abs(Of) % 3);

    public IReadOnlyList<string?>? Tags => Of % 5 == 0 ? null : ["a", null, $"t{Of}"];

    public IReadOnlyList<IReadOnlyList<int>?> Grid => [[Of, 1], null, []];

    public async Task<Node> GetLazyAsync()
    {
        await Task.Yield();
        return new Node(Of + 1);
    }

    public IReadOnlyList<Node>? GetDoubtful() => [new Node(Of), new Node(Of + 1), new Node(Of + 2)];
}

internal sealed record Leaf([property: GraphQLIgnore] int Of) : IThing, IFind
{
    [ID]
    public string Id => $"l{Of}";

    public string GetName(string prefix = "n") => $"{prefix}-{Of}";

    public double Weight => Of / 2.0;

    public Node? Parent => new(Of);

    public string GetStrict() => "leaf";
}

internal sealed record Stone([property: GraphQLIgnore] int Of) : IFind
{
    public string Text => $"stone {Of}";

    public int Weight => Of;
}

internal enum Colour
{
    Red,
    Green,

    [GraphQLDeprecated("No longer supported")]
    Blue,
}

internal sealed record Box(int Width, int? Height = 3, Colour? Colour = null, Box? Inner = null, string[]? Labels = null);

[OneOf]
internal sealed record Choice
{
    [ID]
    public string? Id { get; init; }

    public Box? Box { get; init; }

    public int? Number { get; init; }
}

/// <summary>Values as one text, the same as JavaScript makes.</summary>
internal static class Canonical
{
    public static string Of(params object?[] values) => string.Join(';', values.Select(Of));

    private static string Of(object? value) => value switch
    {
        null => "-",
        bool flag => flag ? "yes" : "no",
        Colour colour => colour.ToString().ToUpperInvariant(),
        string text => Of(text),
        Box box => $"<{Of(box.Width, box.Height, box.Colour, box.Inner, box.Labels)}>",
        Choice choice => $"({Of(choice.Id, choice.Box, choice.Number)})",
        System.Collections.IEnumerable list => $"[{string.Join(',', list.Cast<object?>().Select(Of))}]",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
    };

    private static string Of(string text)
    {
        var result = new StringBuilder("'");
        foreach (char c in text)
        {
            result.Append(c is >= ' ' and <= '~' ? c.ToString() : $"\\{(int)c:x}.");
        }

        return result.Append('\'').ToString();
    }
}
