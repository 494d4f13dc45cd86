using System.Text.Json;
using Xunit;

namespace Draaiboek.GraphQL.Tests;

public sealed class ExecutionTests
{
    [Theory]
    [InlineData("{ books(genre: NOVEL) { title year genre tags } }", """{"books":[{"title":"Emma","year":1815,"genre":"NOVEL","tags":[]}]}""")]
    [InlineData("{ b: book(id: 1) { t: title sequel { title } } }", """{"b":{"t":"Dune","sequel":{"title":"Dune 2"}}}""")]
    [InlineData("{ book(id: \"gone\") { title } }", """{"book":null}""")]
    [InlineData("{ books(first: 1) { id } books(first: 1) { title id } }", """{"books":[{"id":"1","title":"Dune"}]}""")]
    [InlineData("{ old ...F echo } fragment F on Query { echo old defaults }", """{"old":1,"echo":"silence","defaults":"ScienceFiction a \"b\" 1.5 True -3"}""")]
    [InlineData("{ media { __typename title ... on Film { minutes } } }", """{"media":[{"__typename":"Book","title":"Dune"},{"__typename":"Film","title":"Metropolis","minutes":153}]}""")]
    [InlineData("{ search(text: \"A\") { __typename ... on Shelf { room } } }", """{"search":[{"__typename":"Book"},{"__typename":"Film"},{"__typename":"Shelf","room":"A"}]}""")]
    [InlineData("{ books(first: 1) { related { title } } }", """{"books":[{"related":[{"title":"Dune"},{"title":"Emma"}]}]}""")]
    [InlineData("{ trouble { stream valueTask } }", """{"trouble":{"stream":[0,1,2],"valueTask":5}}""")]
    [InlineData("{ numbers(numbers: 1, more: [1, null]) }", """{"numbers":"1|1+null"}""")]
    [InlineData("{ matrix(matrix: [[1, 2], 3]) }", """{"matrix":"1,2/3"}""")]
    [InlineData("{ defaults(genre: POETRY, name: \"\", factor: 2, on: false, number: 0) }", """{"defaults":"POETRY  2 False 0"}""")]
    [InlineData("{ find(key: { id: 5 }) }", """{"find":"Key { Id = 5, Title =  }"}""")]
    [InlineData(
        "{ scalars { int float single boolean id long decimal localDate dateTime utc uuid nothing holes } }",
        """{"scalars":{"int":42,"float":1.5,"single":0.5,"boolean":true,"id":"7","long":9007199254740993,"decimal":0.10,"localDate":"2026-03-14","dateTime":"2026-03-14T09:30:00.25+01:00","utc":"2026-03-14T09:30:00Z","uuid":"0b5f39a1-86c7-4d12-9d6c-1f0c4c0e7a55","nothing":null,"holes":[1,null,3]}}""")]
    public async Task Given_a_query_When_executed_Then_the_data_follows_the_document(string query, string expected) =>
        Assert.Equal(expected, await Engine.DataAsync(query));

    [Fact]
    public async Task Given_letters_outside_ASCII_When_executed_Then_they_come_back()
    {
        string data = await Engine.DataAsync("{ scalars { string } }");
        Assert.Equal("héé 😀 <b>", JsonDocument.Parse(data).RootElement.GetProperty("scalars").GetProperty("string").GetString());
    }

    [Theory]
    [InlineData(true, true, "{}")]
    [InlineData(true, false, "{}")]
    [InlineData(false, true, """{"echo":"silence"}""")]
    [InlineData(false, false, "{}")]
    public async Task Given_skip_and_include_When_executed_Then_both_must_let_the_field_through(bool skip, bool include, string expected) =>
        Assert.Equal(expected, await Engine.DataAsync(
            "query ($s: Boolean!, $i: Boolean!) { echo @skip(if: $s) @include(if: $i) ... @skip(if: true) { old } ...F @include(if: false) } fragment F on Query { old }",
            $$"""{"s":{{(skip ? "true" : "false")}},"i":{{(include ? "true" : "false")}}}"""));

    [Fact]
    public async Task Given_two_operations_When_one_is_named_Then_that_one_runs()
    {
        const string document = "query A { echo(text: \"a\") } query B { echo(text: \"b\") }";
        Assert.Equal("""{"echo":"b"}""", await Engine.DataAsync(document, operationName: "B"));
        Assert.Equal("OPERATION_RESOLUTION_FAILURE", (await Engine.RefusedAsync(document)).Code());
        Assert.Equal("OPERATION_RESOLUTION_FAILURE", (await Engine.RefusedAsync(document, operationName: "C")).Code());
    }

    [Theory]
    [InlineData("{ trouble { thrown } }", """{"trouble":{"thrown":null}}""", "EXEC_ERROR", """["trouble","thrown"]""")]
    [InlineData("{ trouble { expected } }", """{"trouble":{"expected":null}}""", "CLOSED", """["trouble","expected"]""")]
    [InlineData("{ trouble { required } }", "null", "HC0018", """["trouble","required"]""")]
    [InlineData("{ trouble { child { required } } }", """{"trouble":{"child":null}}""", "HC0018", """["trouble","child","required"]""")]
    [InlineData("{ trouble { child { requiredChild { r: required } } } }", """{"trouble":{"child":null}}""", "HC0018", """["trouble","child","requiredChild","r"]""")]
    [InlineData("{ trouble { child { holes } } }", """{"trouble":{"child":null}}""", "HC0018", """["trouble","child","holes",1]""")]
    [InlineData("{ trouble { notANumber } }", "null", "EXEC_INVALID_LEAF_VALUE", """["trouble","notANumber"]""")]
    [InlineData("{ trouble { noGenre } }", """{"trouble":{"noGenre":null}}""", "EXEC_INVALID_LEAF_VALUE", """["trouble","noGenre"]""")]
    [InlineData("{ trouble { stranger { title } } }", """{"trouble":{"stranger":null}}""", "EXEC_UNABLE_TO_RESOLVE_ABSTRACT_TYPE", """["trouble","stranger"]""")]
    [InlineData("{ trouble { broken } }", """{"trouble":{"broken":null}}""", "EXEC_ERROR", """["trouble","broken"]""")]
    public async Task Given_a_field_that_fails_When_executed_Then_the_nearest_nullable_parent_is_null(string query, string data, string code, string path)
    {
        JsonElement response = await Engine.RunAsync(query);

        Assert.Equal(data, response.GetProperty("data").GetRawText());
        JsonElement error = Assert.Single(response.GetProperty("errors").EnumerateArray());
        Assert.Equal(code, error.Code());
        Assert.Equal(path, error.Path());
        Assert.Equal(1, error.Place().Line);
        Assert.DoesNotContain("secret", response.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_items_that_fail_in_a_list_of_nullables_When_executed_Then_each_is_null_with_its_own_error()
    {
        JsonElement response = await Engine.RunAsync("{ trouble { allowedHoles many { thrown required } } }");

        Assert.Equal("""{"trouble":{"allowedHoles":["a",null,"c"],"many":[null,null]}}""", response.GetProperty("data").GetRawText());
        Assert.Equal(
            ["""["trouble","many",0,"thrown"]""", """["trouble","many",1,"thrown"]""", """["trouble","many",0,"required"]""", """["trouble","many",1,"required"]"""],
            response.GetProperty("errors").EnumerateArray().Select(error => error.Path()));
    }

    [Fact]
    public async Task Given_an_unexpected_exception_When_executed_Then_the_client_reads_nothing_of_it()
    {
        JsonElement response = await Engine.RunAsync("{ trouble { thrown } }");
        Assert.Equal("Unexpected Execution Error", response.GetProperty("errors")[0].Message());
    }

    [Theory]
    [InlineData("Int", "first", "3", true)]
    [InlineData("Int", "first", "3.0", true)]
    [InlineData("Int", "first", "3.5", false)]
    [InlineData("Int", "first", "\"3\"", false)]
    [InlineData("Int", "first", "true", false)]
    [InlineData("Int", "first", "2147483648", false)]
    [InlineData("Int", "first", "123456789012345678901234567890", false)]
    [InlineData("Int", "first", "1e400", false)]
    [InlineData("Genre", "genre", "\"NOVEL\"", true)]
    [InlineData("Genre", "genre", "null", true)]
    [InlineData("Genre", "genre", "\"Novel\"", false)]
    [InlineData("Genre", "genre", "0", false)]
    [InlineData("Genre", "genre", "[\"NOVEL\"]", false)]
    public async Task Given_a_variable_of_books_When_executed_Then_only_values_of_its_type_pass(string type, string argument, string value, bool passes)
    {
        JsonElement response = await Engine.RunAsync($"query ($v: {type}) {{ books({argument}: $v) {{ id }} }}", $$"""{"v":{{value}}}""");
        AssertPasses(response, passes);
    }

    [Theory]
    [InlineData("""{"title":"x"}""", true)]
    [InlineData("""{"title":"x","genre":"NOVEL","limit":1,"not":{"title":"y"},"years":[1]}""", true)]
    [InlineData("""{"title":"x","years":1}""", true)]
    [InlineData("{}", false)]
    [InlineData("""{"title":null}""", false)]
    [InlineData("""{"title":"x","limit":null}""", false)]
    [InlineData("""{"title":"x","nope":1}""", false)]
    [InlineData("""{"title":"x","not":{}}""", false)]
    [InlineData("""{"title":"x","years":[1,"a"]}""", false)]
    [InlineData("""[{"title":"x"}]""", false)]
    [InlineData("\"x\"", false)]
    [InlineData("null", false)]
    [InlineData("""{"title":"\ud800"}""", false)]
    public async Task Given_an_input_object_When_executed_Then_only_complete_objects_pass(string value, bool passes) =>
        AssertPasses(await Engine.RunAsync("query ($f: FilterInput!) { describe(filter: $f) }", $$"""{"f":{{value}}}"""), passes);

    [Theory]
    [InlineData("""{"id":"5"}""", true)]
    [InlineData("""{"id":5}""", true)]
    [InlineData("""{"title":"x"}""", true)]
    [InlineData("{}", false)]
    [InlineData("""{"id":"5","title":"x"}""", false)]
    [InlineData("""{"id":"5","title":null}""", false)]
    [InlineData("""{"id":null}""", false)]
    public async Task Given_a_oneOf_input_When_executed_Then_exactly_one_field_passes(string value, bool passes) =>
        AssertPasses(await Engine.RunAsync("query ($k: KeyInput!) { find(key: $k) }", $$"""{"k":{{value}}}"""), passes);

    [Theory]
    [InlineData("2026-03-14", "2026-03-14T09:30:00Z", "2026-03-14T09:30:00.0000000+00:00")]
    [InlineData("2024-02-29", "2026-03-14t09:30:00.5+01:00", "2026-03-14T09:30:00.5000000+01:00")]
    [InlineData("2026-02-29", "2026-03-14T09:30:00Z", null)]
    [InlineData("14/03/2026", "2026-03-14T09:30:00Z", null)]
    [InlineData("2026-03-14", "2026-03-14T09:30:00", null)]
    [InlineData("2026-03-14", "2026-03-14", null)]
    [InlineData("2026-03-14", "yesterday", null)]
    public async Task Given_dates_When_executed_Then_only_ISO_dates_with_an_offset_pass(string date, string time, string? expected)
    {
        const string id = "0b5f39a1-86c7-4d12-9d6c-1f0c4c0e7a55";
        JsonElement response = await Engine.RunAsync(
            "query ($d: LocalDate!, $t: DateTime!) { typed(uuid: \"" + id + "\", date: $d, time: $t, big: 9007199254740993, exact: 0.10, small: 0.5, id: \"" + id + "\") }",
            $$"""{"d":"{{date}}","t":"{{time}}"}""");
        AssertPasses(response, expected is not null);
        if (expected is not null)
        {
            Assert.Equal($"{id} {date} {expected} 9007199254740993 0.10 0.5 {id}", response.GetProperty("data").GetProperty("typed").GetString());
        }
    }

    [Fact]
    public async Task Given_an_ID_that_the_resolver_cannot_read_When_executed_Then_the_field_fails_as_an_argument()
    {
        JsonElement response = await Engine.RunAsync(
            "{ typed(uuid: \"0b5f39a1-86c7-4d12-9d6c-1f0c4c0e7a55\", date: \"2026-03-14\", time: \"2026-03-14T09:30:00Z\", big: 1, exact: 1, small: 1, id: \"x\") }");
        Assert.Equal("INVALID_ARGUMENT", response.GetProperty("errors")[0].Code());
    }

    [Fact]
    public async Task Given_variables_that_are_missing_or_null_When_executed_Then_defaults_count_only_for_the_missing()
    {
        const string query = "query ($t: String = \"default\") { echo(text: $t) }";
        Assert.Equal("""{"echo":"default"}""", await Engine.DataAsync(query));
        Assert.Equal("""{"echo":"silence"}""", await Engine.DataAsync(query, """{"t":null}"""));
        Assert.Equal("HC0018", (await Engine.RefusedAsync("query ($t: String!) { echo(text: $t) }")).Code());
        JsonElement response = await Engine.RunAsync("query ($n: Int = 1) { books(first: $n) { id } }", """{"n":null}""");
        Assert.Equal("""["books"]""", response.GetProperty("errors")[0].Path());
    }

    [Fact]
    public async Task Given_null_for_a_variable_with_a_default_in_a_oneOf_When_executed_Then_the_field_fails()
    {
        JsonElement response = await Engine.RunAsync("query ($k: ID = 1) { find(key: { id: $k }) }", """{"k":null}""");
        JsonElement error = Assert.Single(response.GetProperty("errors").EnumerateArray());
        Assert.Equal(("INVALID_ARGUMENT", """["find"]"""), (error.Code(), error.Path()));
    }

    [Fact]
    public async Task Given_a_wrong_value_deep_in_a_variable_When_executed_Then_the_error_says_where()
    {
        JsonElement error = await Engine.RefusedAsync("query ($f: FilterInput!) { describe(filter: $f) }", """{"f":{"title":"x","not":{"title":"y","years":[1,"two"]}}}""");
        Assert.Equal("HC0016", error.Code());
        Assert.StartsWith("The variable \"$f.not.years[1]\" got an invalid value.", error.Message(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_directive_that_can_not_be_evaluated_in_a_list_When_executed_Then_each_item_fails_by_itself()
    {
        JsonElement response = await Engine.RunAsync("query ($s: Boolean = true) { trouble { many { child @skip(if: $s) { valueTask } } } }", """{"s":null}""");
        Assert.Equal("""{"trouble":{"many":[null,null]}}""", response.GetProperty("data").GetRawText());
        Assert.Equal(
            [("""["trouble","many",0]""", "INVALID_ARGUMENT", (1, 63)), ("""["trouble","many",1]""", "INVALID_ARGUMENT", (1, 63))],
            response.GetProperty("errors").EnumerateArray().Select(error => (error.Path(), error.Code(), error.Place())));
    }

    [Fact]
    public async Task Given_null_for_an_argument_that_must_have_a_value_When_executed_Then_the_place_is_the_value_of_the_argument()
    {
        JsonElement response = await Engine.RunAsync("query ($n: Int = 1) {\n  numbers(numbers: [2, $n]) }", """{"n":null}""");
        JsonElement error = Assert.Single(response.GetProperty("errors").EnumerateArray());
        Assert.Equal(("INVALID_ARGUMENT", (2, 20)), (error.Code(), error.Place()));
    }

    [Theory]
    [InlineData("3e9", "3000000000")]
    [InlineData("9007199254740991.0", "9007199254740991")]
    [InlineData("5", "5")]
    public async Task Given_a_whole_number_as_ID_When_executed_Then_it_is_its_digits(string value, string id) =>
        Assert.Equal(
            $$"""{"find":"Key { Id = {{id}}, Title =  }"}""",
            await Engine.DataAsync("query ($i: ID!) { find(key: { id: $i }) }", $$"""{"i":{{value}}}"""));

    private static void AssertPasses(JsonElement response, bool passes)
    {
        Assert.Equal(passes, !response.TryGetProperty("errors", out _));
        Assert.Equal(passes, response.TryGetProperty("data", out _));
    }
}
