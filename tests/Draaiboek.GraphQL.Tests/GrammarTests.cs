using System.Text.Json;
using Xunit;

namespace Draaiboek.GraphQL.Tests;

public sealed class GrammarTests
{
    [Theory]
    [InlineData("{ echo }")]
    [InlineData("query { echo }")]
    [InlineData("query Name { echo }")]
    [InlineData("query Name($t: String) { echo(text: $t) }")]
    [InlineData("query ($t: String = \"x\") { echo(text: $t) }")]
    [InlineData("query ($t: String, $u: String = null) { echo(text: $t, words: $u) }")]
    [InlineData("query ($n: [Int!]! = [1]) { numbers(numbers: $n) }")]
    [InlineData("query ($n: [[Int!]!]!) { matrix(matrix: $n) }", """{"n":[[1]]}""")]
    [InlineData("{ alias: echo }")]
    [InlineData("{ echo(text: \"a\", words: null) }")]
    [InlineData("{ echo(text: \"a\" words: null) }")]
    [InlineData("{ ...F } fragment F on Query { echo }")]
    [InlineData("fragment F on Query { echo } { ...F }")]
    [InlineData("{ ... on Query { echo } }")]
    [InlineData("{ ... { echo } }")]
    [InlineData("{ ... @include(if: true) { echo } }")]
    [InlineData("{ echo @include(if: true) @skip(if: false) }")]
    [InlineData("{ ...F @include(if: true) } fragment F on Query { echo }")]
    [InlineData("{ numbers(numbers: [1, 2,,, 3]) }")]
    [InlineData("{ numbers(numbers: []) }")]
    [InlineData("{ describe(filter: { title: \"x\", genre: NOVEL, not: { title: \"y\" } }) }")]
    [InlineData("\uFEFF{ echo }")]
    [InlineData("# comment\r\n{ # another {\r  echo,\t\n}")]
    [InlineData("{ echo }#")]
    [InlineData("{ echo } # 😀 \u00e9")]
    [InlineData("\"What it asks.\" query Named { echo }")]
    [InlineData("\"\"\"Block\"\"\" query Named(\"a variable\" $t: String) { echo(text: $t) }")]
    [InlineData("{ ...F } \"A fragment.\" fragment F on Query { echo }")]
    [InlineData("query query { query: echo }")]
    [InlineData("query on { on: echo }")]
    [InlineData("{ fragment: echo true: echo null: echo }")]
    [InlineData("{ ...Fragment } fragment Fragment on Query { on: echo }")]
    [InlineData("{ __typename }")]
    public async Task Given_a_document_of_the_grammar_When_executed_Then_it_has_data(string query, string? variables = null) =>
        Assert.StartsWith("{\"", await Engine.DataAsync(query, variables), StringComparison.Ordinal);

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("  # only a comment", 1, 19)]
    [InlineData("{", 1, 2)]
    [InlineData("{}", 1, 2)]
    [InlineData("{ echo", 1, 7)]
    [InlineData("{ echo } }", 1, 10)]
    [InlineData("{ echo( }", 1, 9)]
    [InlineData("{ echo() }", 1, 8)]
    [InlineData("{ echo(text \"a\") }", 1, 13)]
    [InlineData("{ echo(text:) }", 1, 13)]
    [InlineData("{\n  echo(text: \"a)\n}", 2, 17)]
    [InlineData("{ echo(text: \"\"\"a) }", 1, 21)]
    [InlineData("{ echo(text: \"\\x\") }", 1, 15)]
    [InlineData("{ echo(text: \"\\u12\") }", 1, 15)]
    [InlineData("{ echo(text: \"\\u{110000}\") }", 1, 15)]
    [InlineData("{ echo(text: \"\\u{}\") }", 1, 15)]
    [InlineData("{ echo(text: \"\\u{D800}\") }", 1, 15)]
    [InlineData("{ echo(text: \"\\u{00000000000000000000041}\") }", 1, 15)]
    [InlineData("{ echo(text: \"\\uD83D\") }", 1, 15)]
    [InlineData("{ echo(text: \"\\uD83D\\u0041\") }", 1, 15)]
    [InlineData("{ echo(text: \"\\uDE00\\uD83D\") }", 1, 15)]
    [InlineData("{ numbers(numbers: 01) }", 1, 21)]
    [InlineData("{ numbers(numbers: -) }", 1, 21)]
    [InlineData("{ numbers(numbers: 1.) }", 1, 22)]
    [InlineData("{ numbers(numbers: .5) }", 1, 20)]
    [InlineData("{ numbers(numbers: 1e) }", 1, 22)]
    [InlineData("{ numbers(numbers: 1.2.3) }", 1, 23)]
    [InlineData("{ numbers(numbers: 1x) }", 1, 21)]
    [InlineData("{ numbers(numbers: 0xF) }", 1, 21)]
    [InlineData("{ numbers(numbers: [1) }", 1, 22)]
    [InlineData("{ ?echo }", 1, 3)]
    [InlineData("{ écho }", 1, 3)]
    [InlineData("{ .. on Query { echo } }", 1, 3)]
    [InlineData("fragment on on Query { echo } { ...on }", 1, 10)]
    [InlineData("fragment F Query { echo } { ...F }", 1, 12)]
    [InlineData("query ($t: String = $u) { echo(text: $t) }", 1, 21)]
    [InlineData("query ($t) { echo(text: $t) }", 1, 10)]
    [InlineData("query () { echo }", 1, 8)]
    [InlineData("query ($t: String!!) { echo(text: $t) }", 1, 19)]
    [InlineData("query ($t: [String) { echo(text: $t) }", 1, 19)]
    [InlineData("\"described\" { echo }", 1, 1)]
    [InlineData("\"described\" nonsense { echo }", 1, 1)]
    [InlineData("\"described\" 5 { echo }", 1, 13)]
    [InlineData("type Query { echo: String }", 1, 1)]
    [InlineData("\"\"\"described\"\"\" extend type Query { echo: String }", 1, 17)]
    [InlineData("nonsense { echo }", 1, 1)]
    [InlineData("{ echo \"text\" }", 1, 8)]
    [InlineData("{ echo @ }", 1, 10)]
    [InlineData("\u0000{ echo }", 1, 1)]
    public async Task Given_a_syntax_error_When_executed_Then_it_is_refused_at_its_place(string query, int line, int column)
    {
        JsonElement error = await Engine.RefusedAsync(query);
        Assert.Equal("HC0014", error.Code());
        Assert.Equal((line, column), error.Place());
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("""\" \\ \/ \b \f \n \r \t""", "\" \\ / \b \f \n \r \t")]
    [InlineData("""\u00e9""", "é")]
    [InlineData("""\u{e9} \u{1F600}""", "é 😀")]
    [InlineData("""\uD83D\uDE00""", "😀")]
    [InlineData("😀", "😀")]
    [InlineData("", "")]
    public async Task Given_a_string_with_escapes_When_executed_Then_they_are_decoded(string literal, string expected)
    {
        string data = await Engine.DataAsync($"{{ echo(text: \"{literal}\") }}");
        Assert.Equal(expected, JsonDocument.Parse(data).RootElement.GetProperty("echo").GetString());
    }

    [Theory]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"one\"\"\"", "one")]
    [InlineData("\"\"\"\n    one\n      two\n\n    three\n  \"\"\"", "one\n  two\n\nthree")]
    [InlineData("\"\"\"  first\n    second\n    third\"\"\"", "  first\nsecond\nthird")]
    [InlineData("\"\"\"a\r\nb\rc\"\"\"", "a\nb\nc")]
    [InlineData("\"\"\"no \\n escape, \\\"\"\" quotes\"\"\"", "no \\n escape, \"\"\" quotes")]
    [InlineData("\"\"\"\n\n\ttabs\n\t\tmore\n \n\"\"\"", "tabs\n\tmore")]
    public async Task Given_a_block_string_When_executed_Then_common_indentation_is_gone(string literal, string expected)
    {
        string data = await Engine.DataAsync($"{{ echo(text: {literal}) }}");
        Assert.Equal(expected, JsonDocument.Parse(data).RootElement.GetProperty("echo").GetString());
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("2147483647", "2147483647")]
    [InlineData("-2147483648", "-2147483648")]
    public async Task Given_a_whole_number_When_executed_Then_it_is_read(string literal, string expected) =>
        Assert.Equal($$"""{"numbers":"{{expected}}|none"}""", await Engine.DataAsync($"{{ numbers(numbers: {literal}) }}"));

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.25E-2", "0.0125")]
    [InlineData("0.5e+1", "5")]
    public async Task Given_a_float_When_executed_Then_it_is_read(string literal, string expected) =>
        Assert.Contains($" {expected} True", await Engine.DataAsync($"{{ defaults(factor: {literal}) }}"), StringComparison.Ordinal);

    [Fact]
    public async Task Given_lines_inside_a_block_string_When_something_after_it_is_wrong_Then_its_line_is_right()
    {
        JsonElement error = await Engine.RefusedAsync("{ echo(text: \"\"\"a\nb\r\nc\"\"\") ? }");
        Assert.Equal((3, 7), error.Place());
    }
}
