using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;
using Xunit.Abstractions;

namespace Draaiboek.GraphQL.Tests.Reference;

/// <summary>
/// Random documents, valid and mutated, answered by us and by the reference implementation over the schema that we export: the same verdict,
/// the same data, errors with the same paths and places. <c>DRAAIBOEK_GRAPHQL_DOCUMENTEN</c> says how many (20,000 by hand),
/// <c>DRAAIBOEK_GRAPHQL_ZAAD</c> from which seed; a document that fails is told with its own.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const string Merging = "OverlappingFieldsCanBeMerged";
    private const string Positions = "VariablesInAllowedPosition";
    private const string Introspection = "MaxIntrospectionDepth";

    private static readonly Dictionary<string, string> s_rules = new(StringComparer.Ordinal)
    {
        ["Operation-Name-Uniqueness"] = "UniqueOperationNames",
        ["Lone-Anonymous-Operation"] = "LoneAnonymousOperation",
        ["Field-Selections"] = "FieldsOnCorrectType",
        ["Leaf-Field-Selections"] = "ScalarLeafs",
        ["Field-Selection-Merging"] = Merging,
        ["Argument-Names"] = "KnownArgumentNames",
        ["Argument-Uniqueness"] = "UniqueArgumentNames",
        ["Required-Arguments"] = "ProvidedRequiredArguments",
        ["Fragment-Name-Uniqueness"] = "UniqueFragmentNames",
        ["Fragment-Spread-Type-Existence"] = "KnownTypeNames",
        ["Fragments-on-Object-Interface-or-Union-Types"] = "FragmentsOnCompositeTypes",
        ["Fragments-Must-Be-Used"] = "NoUnusedFragments",
        ["Fragment-Spread-Target-Defined"] = "KnownFragmentNames",
        ["Fragment-Spreads-Must-Not-Form-Cycles"] = "NoFragmentCycles",
        ["Fragment-Spread-Is-Possible"] = "PossibleFragmentSpreads",
        ["Values-of-Correct-Type"] = "ValuesOfCorrectType",
        ["Input-Object-Field-Names"] = "ValuesOfCorrectType",
        ["Input-Object-Required-Fields"] = "ValuesOfCorrectType",
        ["Input-Object-Field-Uniqueness"] = "UniqueInputFieldNames",
        ["Directives-Are-Defined"] = "KnownDirectives",
        ["Directives-Are-in-Valid-Locations"] = "KnownDirectives",
        ["Directives-Are-Unique-per-Location"] = "UniqueDirectivesPerLocation",
        ["Variable-Uniqueness"] = "UniqueVariableNames",
        ["Variables-Are-Input-Types"] = "VariablesAreInputTypes",
        ["All-Variable-Uses-Defined"] = "NoUndefinedVariables",
        ["All-Variables-Used"] = "NoUnusedVariables",
        ["All-Variable-Usages-Are-Allowed"] = Positions,
        ["Schema-Introspection"] = Introspection,
    };

    [NodeFact]
    public async Task Given_random_documents_When_the_reference_judges_them_Then_so_do_we()
    {
        int count = Setting("DRAAIBOEK_GRAPHQL_DOCUMENTEN", 500);
        int seed = Setting("DRAAIBOEK_GRAPHQL_ZAAD", 1);
        GraphQLExecutor executor = Engine.Create(options =>
        {
            MirrorSchema.AddTo(options);
            options.MaxErrors = options.MaxFieldErrors = 100_000;
            options.MaxDepth = options.MaxAliases = options.MaxFields = options.MaxTokens = 100_000;
            options.EnforceCostLimits = false;
        });
        var differences = new List<string>();
        var stages = new SortedDictionary<string, int>(StringComparer.Ordinal);
        string[] arguments = [seed.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture)];
        await foreach (string line in NodeProgram.LinesAsync("differential.mjs", executor.Schema.Print(), arguments))
        {
            JsonElement reference = JsonDocument.Parse(line).RootElement;
            string stage = reference.GetProperty("stage").GetString()!;
            stages[stage] = stages.GetValueOrDefault(stage) + 1;
            var request = new GraphQLRequest(
                reference.GetProperty("query").GetString()!,
                reference.TryGetProperty("operationName", out JsonElement name) ? name.GetString() : null,
                reference.GetProperty("variables"));
            GraphQLResponse response = await executor.ExecuteAsync(request);
            if (Difference(reference, stage, response) is { } difference)
            {
                differences.Add($"seed {reference.GetProperty("seed")}: {difference}\n{request.Query}\n{request.Variables} {request.OperationName}\nours: {response.ToJson()}\n");
            }
        }

        string summary = $"{count} random documents from seed {seed} against the reference implementation: {differences.Count} differ"
            + $" ({string.Join(", ", stages.Select(entry => $"{entry.Key} {entry.Value}"))})";
        Report.Write(output, "graphql-differential", summary);
        Assert.True(differences.Count == 0, $"{summary}\n{string.Join('\n', differences.Take(10))}");
        Assert.True(stages.Values.Sum() == count && stages.GetValueOrDefault("execution") > count / 5 && stages.GetValueOrDefault("validation") > count / 10, summary);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private static string? Difference(JsonElement reference, string stage, GraphQLResponse response)
    {
        if (stage == "refused")
        {
            // Type definitions and mutations: the reference looks at them further than an engine for queries does.
            return response.IsRequestError ? null : "refused by the reference";
        }

        string ours = !response.IsRequestError ? "execution" : response.Errors[0].Code switch
        {
            "HC0014" => "syntax",
            "GRAPHQL_VALIDATION_FAILED" => "validation",
            _ => "request",
        };
        JsonElement answer = JsonDocument.Parse(response.ToJson()).RootElement;
        if (ours == "request" && stage == "execution" && reference.GetProperty("data").ValueKind == JsonValueKind.Null)
        {
            // The specification leaves open what a directive of the root is that can't be evaluated; both say where.
            stage = "request";
        }

        if (ours != stage)
        {
            return $"{stage} in the reference, {ours} here: {reference.GetProperty("errors")}";
        }

        return stage switch
        {
            "validation" => OfRules(reference, response),
            "execution" => OfData(reference.GetProperty("data"), answer.GetProperty("data"), "data") ?? OfFields(reference, response),
            _ => OfPlaces(reference, response),
        };
    }

    private static string? OfPlaces(JsonElement reference, GraphQLResponse response)
    {
        if (response.Errors[0].Message.Contains("is not executable", StringComparison.Ordinal))
        {
            // We stop at the first word of a type definition, the reference reads on.
            return null;
        }

        string theirs = string.Join(' ', Errors(reference).Select(Places).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        string ours = string.Join(' ', response.Errors.Select(Places).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return theirs == ours ? null : $"places {theirs} in the reference, {ours} here";
    }

    private static string? OfRules(JsonElement reference, GraphQLResponse response)
    {
        List<(string Rule, string Places)> theirs = [.. Errors(reference).Select(error => (error.GetProperty("rule").GetString()!, Places(error)))];
        List<(string Rule, string Places)> ours = [.. response.Errors.Select(error => (s_rules[error.SpecifiedBy!.Split("#sec-")[1]], Places(error)))];

        // What conflicts is told pair by pair there and field by field here, and only where the selections can be followed.
        if (Others(theirs).Count == 0 || Others(ours).Count == 0)
        {
            bool same = theirs.Exists(IsMerging) == ours.Exists(IsMerging) && Others(theirs).Count == Others(ours).Count;
            return same ? null : $"{Told(theirs)} in the reference, {Told(ours)} here";
        }

        // A variable inside a list or object that is itself of the wrong type has no position to judge.
        bool hasWrongValues = theirs.Exists(error => error.Rule == "ValuesOfCorrectType");
        bool hasCycles = theirs.Exists(error => error.Rule == "NoFragmentCycles");
        List<(string Rule, string Places)> compared = [.. Others(theirs).Where(Counts)];
        List<(string Rule, string Places)> found = [.. Others(ours).Where(Counts)];
        return Told(compared) == Told(found) ? null : $"{Told(compared)} in the reference, {Told(found)} here";

        bool Counts((string Rule, string Places) error) => !(hasWrongValues && error.Rule == Positions) && !(hasCycles && error.Rule == Introspection);
    }

    private static bool IsMerging((string Rule, string Places) error) => error.Rule == Merging;

    private static List<(string Rule, string Places)> Others(List<(string Rule, string Places)> errors) => [.. errors.Where(error => !IsMerging(error))];

    private static string Told(IEnumerable<(string Rule, string Places)> errors) =>
        string.Join(' ', errors.Select(error => $"{error.Rule}@{error.Places}").Order(StringComparer.Ordinal));

    /// <summary>
    /// Who stops at the first failure under one null says less than who goes on: so each of their errors is one of ours,
    /// and each of ours falls to a null that they explain too.
    /// </summary>
    private static string? OfFields(JsonElement reference, GraphQLResponse response)
    {
        JsonElement data = reference.GetProperty("data");
        List<(string[] Path, string Places)> theirs = [.. Errors(reference).Select(error => (Path(error), Places(error)))];
        List<(string[] Path, string Places)> ours = [.. response.Errors.Select(error => (error.Path!.Select(segment => $"{segment}").ToArray(), Places(error)))];
        foreach ((string[] path, string places) in theirs)
        {
            if (!ours.Exists(error => error.Path.SequenceEqual(path) && error.Places == places))
            {
                return $"the error at {string.Join('.', path)} {places} is missing here";
            }
        }

        var explained = theirs.Select(error => NullAt(data, error.Path)).ToHashSet(StringComparer.Ordinal);
        foreach ((string[] path, string places) in ours)
        {
            if (!explained.Contains(NullAt(data, path)))
            {
                return $"the error at {string.Join('.', path)} {places} is not in the reference";
            }
        }

        return null;
    }

    /// <summary>The path of the null that a failure at this path left behind.</summary>
    private static string NullAt(JsonElement data, string[] path)
    {
        var way = new StringBuilder();
        JsonElement value = data;
        foreach (string segment in path)
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                break;
            }

            value = value.ValueKind == JsonValueKind.Array ? value[int.Parse(segment, CultureInfo.InvariantCulture)] : value.GetProperty(segment);
            way.Append('.').Append(segment);
        }

        return value.ValueKind == JsonValueKind.Null ? way.ToString() : $"no null at {string.Join('.', path)}";
    }

    /// <summary>Equal in value and in the order of the members; numbers as the doubles that they are in JavaScript.</summary>
    private static string? OfData(JsonElement theirs, JsonElement ours, string path)
    {
        if (theirs.ValueKind != ours.ValueKind)
        {
            return $"{path} is {theirs} in the reference, {ours} here";
        }

        switch (theirs.ValueKind)
        {
            case JsonValueKind.Object:
                List<JsonProperty> members = [.. theirs.EnumerateObject()];
                List<JsonProperty> found = [.. ours.EnumerateObject()];
                return members.Select(member => member.Name).SequenceEqual(found.Select(member => member.Name), StringComparer.Ordinal)
                    ? members.Zip(found).Select(pair => OfData(pair.First.Value, pair.Second.Value, $"{path}.{pair.First.Name}")).FirstOrDefault(difference => difference is not null)
                    : $"{path} has other members: {theirs} in the reference, {ours} here";
            case JsonValueKind.Array:
                return theirs.GetArrayLength() == ours.GetArrayLength()
                    ? theirs.EnumerateArray().Zip(ours.EnumerateArray()).Select((pair, i) => OfData(pair.First, pair.Second, $"{path}[{i}]")).FirstOrDefault(difference => difference is not null)
                    : $"{path} is of another length: {theirs} in the reference, {ours} here";
            case JsonValueKind.Number:
                return theirs.GetDouble().Equals(ours.GetDouble()) ? null : $"{path} is {theirs} in the reference, {ours} here";
            default:
                return theirs.ToString() == ours.ToString() ? null : $"{path} is {theirs} in the reference, {ours} here";
        }
    }

    private static JsonElement.ArrayEnumerator Errors(JsonElement reference) => reference.GetProperty("errors").EnumerateArray();

    private static string[] Path(JsonElement error) => [.. error.GetProperty("path").EnumerateArray().Select(segment => segment.ToString())];

    private static string Places(JsonElement error) =>
        string.Join(',', error.GetProperty("places").EnumerateArray().Select(place => $"{place[0]}:{place[1]}").Order(StringComparer.Ordinal));

    private static string Places(GraphQLError error) => string.Join(',', error.Locations.Select(place => $"{place.Line}:{place.Column}").Order(StringComparer.Ordinal));
}
