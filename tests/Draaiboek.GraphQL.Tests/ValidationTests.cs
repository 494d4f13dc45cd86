using System.Text.Json;
using Xunit;

namespace Draaiboek.GraphQL.Tests;

/// <summary>For every rule of section 5 documents that break it and documents that come close and do not.</summary>
public sealed class ValidationTests
{
    private const string Rule = "https://spec.graphql.org/September2025/#sec-";

    [Theory]
    [InlineData("Operation-Type-Existence", "mutation { echo }")]
    [InlineData("Operation-Type-Existence", "subscription { echo }")]
    [InlineData("Operation-Name-Uniqueness", "query A { echo } query A { old }")]
    [InlineData("Lone-Anonymous-Operation", "{ echo } query B { echo }")]
    [InlineData("Field-Selections", "{ nope }")]
    [InlineData("Field-Selections", "{ hidden }")]
    [InlineData("Field-Selections", "{ search(text: \"\") { title } }")]
    [InlineData("Field-Selections", "{ media { minutes } }")]
    [InlineData("Field-Selections", "{ books { __schema { description } } }")]
    [InlineData("Field-Selections", "{ books { id { nope } } }", "Leaf-Field-Selections")]
    [InlineData("Leaf-Field-Selections", "{ books }")]
    [InlineData("Leaf-Field-Selections", "{ echo { length } }")]
    [InlineData("Leaf-Field-Selections", "{ search(text: \"\") }")]
    [InlineData("Field-Selection-Merging", "{ a: echo a: old }")]
    [InlineData("Field-Selection-Merging", "{ a: echo a: echo(text: \"x\") }")]
    [InlineData("Field-Selection-Merging", "{ books { x: title } ...F } fragment F on Query { books { x: id } }")]
    [InlineData("Field-Selection-Merging", "{ media { ... on Book { y: year } ... on Film { y: year } } }")]
    [InlineData("Field-Selection-Merging", "{ media { ... on Book { y: tags } ... on Film { y: title } } }")]
    [InlineData("Field-Selection-Merging", "{ media { ... on Book { s: sequel { t: title } } ... on Film { s: minutes } } }")]
    [InlineData("Field-Selection-Merging", "{ media { title ... on Book { title: id } } }")]
    [InlineData("Argument-Names", "{ echo(nope: 1) }")]
    [InlineData("Argument-Names", "{ echo @skip(if: false, unless: true) }")]
    [InlineData("Argument-Uniqueness", "{ echo(text: \"a\", text: \"b\") }")]
    [InlineData("Required-Arguments", "{ book { id } }")]
    [InlineData("Required-Arguments", "{ echo @skip }")]
    [InlineData("Fragment-Name-Uniqueness", "{ ...F } fragment F on Query { echo } fragment F on Query { old }")]
    [InlineData("Fragment-Spread-Type-Existence", "{ ... on Nope { echo } }")]
    [InlineData("Fragment-Spread-Type-Existence", "{ ...F } fragment F on Nope { echo }")]
    [InlineData("Fragment-Spread-Type-Existence", "query ($a: Nope) { echo(text: $a) }")]
    [InlineData("Fragments-on-Object-Interface-or-Union-Types", "{ ... on Genre { echo } }")]
    [InlineData("Fragments-on-Object-Interface-or-Union-Types", "{ ...F } fragment F on FilterInput { title }")]
    [InlineData("Fragments-Must-Be-Used", "{ echo } fragment F on Query { echo }")]
    [InlineData("Fragments-Must-Be-Used", "{ echo } fragment F on Query { ...G } fragment G on Query { echo }")]
    [InlineData("Fragment-Spread-Target-Defined", "{ ...F }")]
    [InlineData("Fragment-Spreads-Must-Not-Form-Cycles", "{ ...F } fragment F on Query { echo ...F }")]
    [InlineData("Fragment-Spreads-Must-Not-Form-Cycles", "{ books { ...F } } fragment F on Book { sequel { ...G } } fragment G on Book { sequel { ...F } }")]
    [InlineData("Fragment-Spread-Is-Possible", "{ books { ... on Film { id } } }")]
    [InlineData("Fragment-Spread-Is-Possible", "{ media { ... on Shelf { room } } }")]
    [InlineData("Fragment-Spread-Is-Possible", "{ books { ...F } } fragment F on Query { echo }")]
    [InlineData("Values-of-Correct-Type", "{ echo(text: 1) }")]
    [InlineData("Values-of-Correct-Type", "{ echo(text: [\"a\"]) }")]
    [InlineData("Values-of-Correct-Type", "{ books(first: null) { id } }")]
    [InlineData("Values-of-Correct-Type", "{ books(first: 1.0) { id } }")]
    [InlineData("Values-of-Correct-Type", "{ books(first: 2147483648) { id } }")]
    [InlineData("Values-of-Correct-Type", "{ books(genre: \"NOVEL\") { id } }")]
    [InlineData("Values-of-Correct-Type", "{ books(genre: Novel) { id } }")]
    [InlineData("Values-of-Correct-Type", "{ numbers(numbers: [1, null]) }")]
    [InlineData("Values-of-Correct-Type", "{ numbers(numbers: [[1]]) }")]
    [InlineData("Values-of-Correct-Type", "{ describe(filter: \"x\") }")]
    [InlineData("Values-of-Correct-Type", "{ find(key: {}) }")]
    [InlineData("Values-of-Correct-Type", "{ find(key: { id: 1, title: \"x\" }) }")]
    [InlineData("Values-of-Correct-Type", "{ find(key: { id: null }) }")]
    [InlineData("Values-of-Correct-Type", "query ($n: Int = \"x\") { books(first: $n) { id } }")]
    [InlineData("Values-of-Correct-Type", "query ($n: Int! = null) { books(first: $n) { id } }")]
    [InlineData("Input-Object-Field-Names", "{ describe(filter: { title: \"x\", nope: 1 }) }")]
    [InlineData("Input-Object-Field-Uniqueness", "{ describe(filter: { title: \"x\", title: \"y\" }) }")]
    [InlineData("Input-Object-Required-Fields", "{ describe(filter: { limit: 1 }) }")]
    [InlineData("Directives-Are-Defined", "{ echo @nope }")]
    [InlineData("Directives-Are-in-Valid-Locations", "query @skip(if: true) { echo }")]
    [InlineData("Directives-Are-in-Valid-Locations", "{ echo @deprecated }")]
    [InlineData("Directives-Are-in-Valid-Locations", "query ($t: String @include(if: true)) { echo(text: $t) }")]
    [InlineData("Directives-Are-in-Valid-Locations", "{ ...F } fragment F on Query @skip(if: true) { echo }")]
    [InlineData("Directives-Are-Unique-per-Location", "{ echo @skip(if: false) @skip(if: false) }")]
    [InlineData("Variable-Uniqueness", "query ($a: String, $a: String) { echo(text: $a) }")]
    [InlineData("Variables-Are-Input-Types", "query ($a: [Book!]) { echo(text: $a) }", "All-Variable-Usages-Are-Allowed")]
    [InlineData("All-Variable-Uses-Defined", "{ echo(text: $a) }")]
    [InlineData("All-Variable-Uses-Defined", "query A($a: String) { ...F } query B { ...F } fragment F on Query { echo(text: $a) }")]
    [InlineData("All-Variables-Used", "query ($a: String) { echo }")]
    [InlineData("All-Variable-Usages-Are-Allowed", "query ($a: Int) { echo(text: $a) }")]
    [InlineData("All-Variable-Usages-Are-Allowed", "query ($a: ID) { book(id: $a) { id } }")]
    [InlineData("All-Variable-Usages-Are-Allowed", "query ($a: ID = null) { book(id: $a) { id } }")]
    [InlineData("All-Variable-Usages-Are-Allowed", "query ($a: Int!) { numbers(numbers: $a) }")]
    [InlineData("All-Variable-Usages-Are-Allowed", "query ($a: [Int]!) { numbers(numbers: $a) }")]
    [InlineData("All-Variable-Usages-Are-Allowed", "query ($a: Int) { numbers(numbers: [$a]) }")]
    [InlineData("All-Variable-Usages-Are-Allowed", "query ($a: ID) { find(key: { id: $a }) }")]
    [InlineData("All-Variable-Usages-Are-Allowed", "query ($a: ID = null) { find(key: { id: $a }) }")]
    [InlineData("All-Variable-Usages-Are-Allowed", "query ($a: Boolean) { echo @skip(if: $a) }")]
    [InlineData("Schema-Introspection", "{ __type(name: \"Book\") { fields { type { fields { type { fields { name } } } } } } }")]
    [InlineData("Schema-Introspection", "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }")]
    public async Task Given_a_document_that_breaks_a_rule_When_executed_Then_that_rule_refuses_it(string rule, string query, string? insteadOf = null)
    {
        JsonElement response = await Engine.RunAsync(query);

        Assert.False(response.TryGetProperty("data", out _));
        Assert.All(response.GetProperty("errors").EnumerateArray(), error =>
        {
            Assert.Equal("GRAPHQL_VALIDATION_FAILED", error.Code());
            Assert.NotEqual(0, error.GetProperty("locations").GetArrayLength());
        });
        string[] rules = [.. response.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("extensions").GetProperty("specifiedBy").GetString()!)];
        Assert.All(rules, found => Assert.True(found == Rule + rule || found == Rule + insteadOf, found));
    }

    [Theory]
    [InlineData("query A { echo } query B { echo }", "A")]
    [InlineData("{ __type(name: \"Book\") { fields { type { fields { name } } } } }")]
    [InlineData("{ __typename books { __typename } search(text: \"\") { __typename } }")]
    [InlineData("{ a: echo(text: \"x\") a: echo(text: \"x\") }")]
    [InlineData("{ books { id } books { title } }")]
    [InlineData("{ media { ... on Book { t: title } ... on Film { t: director } } }")]
    [InlineData("{ media { ... on Book { s: sequel { t: title } } } books { s: title } }")]
    [InlineData("{ d: describe(filter: { title: \"a\", limit: 1 }) d: describe(filter: { limit: 1, title: \"a\" }) }")]
    [InlineData("{ echo(words: \"b\", text: \"a\") }")]
    [InlineData("{ defaults }")]
    [InlineData("{ ...F ...F } fragment F on Query { echo ...G } fragment G on Query { old }")]
    [InlineData("{ media { ... on IMedium { id } ... on Book { year } ...U } } fragment U on Finding { __typename }")]
    [InlineData("{ books { ... on Finding { ... on Film { id } } } }")]
    [InlineData("{ numbers(numbers: 5) }")]
    [InlineData("{ numbers(numbers: [1], more: [null, 2]) }")]
    [InlineData("{ matrix(matrix: 1) }")]
    [InlineData("{ find(key: { id: 1 }) }")]
    [InlineData("{ describe(filter: { title: \"x\", not: { title: \"y\", years: 3 } }) }")]
    [InlineData("{ echo @skip(if: false) @include(if: true) }")]
    [InlineData("query ($a: String = \"x\") { search(text: $a) { __typename } }")]
    [InlineData("query ($a: Int) { books(first: $a) { id } }")]
    [InlineData("query ($a: Int! = 3) { numbers(numbers: [$a]) }")]
    [InlineData("query ($a: ID! = 3) { find(key: { id: $a }) }")]
    [InlineData("query ($a: ID = 3) { find(key: { id: $a }) }")]
    [InlineData("query ($a: Boolean = true) { ...F @skip(if: $a) echo } fragment F on Query { old }")]
    [InlineData("query ($a: String) { ...F } fragment F on Query { echo(text: $a) }")]
    public async Task Given_a_document_that_keeps_the_rules_When_executed_Then_it_has_data(string query, string? operation = null)
    {
        Assert.StartsWith("{", await Engine.DataAsync(query, operationName: operation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_several_mistakes_When_executed_Then_all_are_told()
    {
        JsonElement response = await Engine.RunAsync("{ nope books { nope } echo(nope: 1) }");
        Assert.Equal(3, response.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task Given_more_mistakes_than_the_limit_When_executed_Then_the_rest_is_dropped()
    {
        JsonElement response = await Engine.RunAsync("{" + string.Concat(Enumerable.Range(0, 300).Select(i => $" nope{i}")) + " }");
        Assert.Equal(5, response.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task Given_an_unknown_field_When_executed_Then_no_other_name_is_given_away()
    {
        JsonElement error = await Engine.RefusedAsync("{ book2 }");
        Assert.Equal("The field \"book2\" does not exist on the type \"Query\".", error.Message());
        Assert.Equal((1, 3), error.Place());
    }
}
