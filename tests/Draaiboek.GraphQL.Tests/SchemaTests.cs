using System.Text.Json;
using Xunit;

namespace Draaiboek.GraphQL.Tests;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("\"\"\"Everything about the library.\"\"\"\ntype Query {\n  books(genre: Genre, first: Int! = 10): [Book!]!\n\n  \"\"\"One book, or nothing.\"\"\"\n  book(id: ID!): Book\n  media: [IMedium!]!\n")]
    [InlineData("\n  echo(\n    \"\"\"What to say.\"\"\"\n    text: String\n    words: String @deprecated(reason: \"Use text.\")\n  ): String!\n")]
    [InlineData("\n  defaults(genre: Genre! = SCIENCE_FICTION, name: String! = \"a \\\"b\\\"\", factor: Float! = 1.5, on: Boolean! = true, number: Int! = -3): String!\n")]
    [InlineData("\n  numbers(numbers: [Int!]!, more: [Int]): String!\n")]
    [InlineData("\n  old: Int! @deprecated\n")]
    [InlineData("\n\n\"\"\"\nA book.\n\n  Indented, with a \"quote\" and a \\ backslash\n\"\"\"\ntype Book implements IMedium {\n  id: ID!\n  title: String!\n  genre: Genre!\n  tags: [String!]!\n  year: Int\n  sequel(number: Int! = 1): Book\n  related: [Book!]!\n}\n\n")]
    [InlineData("\n\nenum Genre {\n  NOVEL\n  SCIENCE_FICTION\n\n  \"\"\"Poems.\"\"\"\n  POETRY @deprecated(reason: \"Nobody reads it.\")\n}\n\n")]
    [InlineData("\n\nunion Finding = Book | Film | Shelf\n\n")]
    [InlineData("\n\ninput KeyInput @oneOf {\n  id: ID\n  title: String\n}\n\n")]
    [InlineData("\n\ninput FilterInput {\n  title: String!\n  genre: Genre\n  limit: Int! = 5\n  not: FilterInput\n  author: String @deprecated(reason: \"Do not.\")\n  years: [Int!]\n}\n\n")]
    [InlineData("\nscalar LocalDate @specifiedBy(url: \"https://www.rfc-editor.org/rfc/rfc3339\")\n")]
    [InlineData("\ntype Shelf {\n  \"\"\"Where it stands.\"\"\"\n  room: String!\n}\n")]
    public void Given_the_classes_When_printed_Then_the_schema_says(string part) => Assert.Contains(part, Engine.Sdl, StringComparison.Ordinal);

    [Fact]
    public void Given_the_classes_When_the_schema_is_made_twice_Then_it_is_the_same_text()
    {
        Assert.Equal(Engine.Sdl, Engine.Create(Engine.AddLibrary).Schema.Print());
        Assert.EndsWith("}\n", Engine.Create(options => options.AddQueryType(typeof(Small))).Schema.Print(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", Engine.Sdl, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\r", Engine.Sdl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_generic_class_and_inherited_members_When_returned_Then_the_type_is_named_after_both()
    {
        GraphQLExecutor executor = Engine.Create(options => options.AddQueryType(typeof(Generic)));
        Assert.Contains("type PageOfDetail {\n  items: [Detail!]!\n}", executor.Schema.Print(), StringComparison.Ordinal);
        Assert.Contains("type Detail {\n  name: String!\n  size: Int!\n}", executor.Schema.Print(), StringComparison.Ordinal);
        JsonElement response = await Engine.RunAsync(executor, "{ page { items { name size } } }");
        Assert.Equal("""{"page":{"items":[{"name":"x","size":2}]}}""", response.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Given_an_assembly_When_added_Then_its_query_and_object_types_are_the_schema()
    {
        GraphQLExecutor executor = Engine.Create(options => options.AddTypesFromAssembly(typeof(LibraryQuery).Assembly));
        JsonElement response = await Engine.RunAsync(executor, "{ search(text: \"x\") { ... on Shelf { room } } }");
        Assert.Equal("x", response.GetProperty("data").GetProperty("search")[2].GetProperty("room").GetString());
    }

    [Theory]
    [InlineData("{ __schema { queryType { name kind } mutationType { name } subscriptionType { name } description } }", """{"__schema":{"queryType":{"name":"Query","kind":"OBJECT"},"mutationType":null,"subscriptionType":null,"description":null}}""")]
    [InlineData("{ __type(name: \"Nope\") { name } }", """{"__type":null}""")]
    [InlineData("{ __type(name: \"Book\") { kind name interfaces { name } possibleTypes { name } enumValues { name } inputFields { name } ofType { name } isOneOf } }", """{"__type":{"kind":"OBJECT","name":"Book","interfaces":[{"name":"IMedium"}],"possibleTypes":null,"enumValues":null,"inputFields":null,"ofType":null,"isOneOf":null}}""")]
    [InlineData("{ __type(name: \"IMedium\") { kind description possibleTypes { name } fields { name type { kind name ofType { name kind } } } } }", """{"__type":{"kind":"INTERFACE","description":"Anything that can be lent.","possibleTypes":[{"name":"Book"},{"name":"Film"}],"fields":[{"name":"id","type":{"kind":"NON_NULL","name":null,"ofType":{"name":"ID","kind":"SCALAR"}}},{"name":"title","type":{"kind":"NON_NULL","name":null,"ofType":{"name":"String","kind":"SCALAR"}}}]}}""")]
    [InlineData("{ __type(name: \"Finding\") { kind possibleTypes { name } fields { name } } }", """{"__type":{"kind":"UNION","possibleTypes":[{"name":"Book"},{"name":"Film"},{"name":"Shelf"}],"fields":null}}""")]
    [InlineData("{ __type(name: \"Genre\") { kind enumValues { name } all: enumValues(includeDeprecated: true) { name isDeprecated deprecationReason description } } }", """{"__type":{"kind":"ENUM","enumValues":[{"name":"NOVEL"},{"name":"SCIENCE_FICTION"}],"all":[{"name":"NOVEL","isDeprecated":false,"deprecationReason":null,"description":null},{"name":"SCIENCE_FICTION","isDeprecated":false,"deprecationReason":null,"description":null},{"name":"POETRY","isDeprecated":true,"deprecationReason":"Nobody reads it.","description":"Poems."}]}}""")]
    [InlineData("{ __type(name: \"KeyInput\") { kind isOneOf inputFields { name defaultValue } } }", """{"__type":{"kind":"INPUT_OBJECT","isOneOf":true,"inputFields":[{"name":"id","defaultValue":null},{"name":"title","defaultValue":null}]}}""")]
    [InlineData("{ __type(name: \"FilterInput\") { isOneOf inputFields { name } all: inputFields(includeDeprecated: true) { name defaultValue isDeprecated } } }", """{"__type":{"isOneOf":false,"inputFields":[{"name":"title"},{"name":"genre"},{"name":"limit"},{"name":"not"},{"name":"years"}],"all":[{"name":"title","defaultValue":null,"isDeprecated":false},{"name":"genre","defaultValue":null,"isDeprecated":false},{"name":"limit","defaultValue":"5","isDeprecated":false},{"name":"not","defaultValue":null,"isDeprecated":false},{"name":"author","defaultValue":null,"isDeprecated":true},{"name":"years","defaultValue":null,"isDeprecated":false}]}}""")]
    [InlineData("{ __type(name: \"LocalDate\") { kind specifiedByURL } }", """{"__type":{"kind":"SCALAR","specifiedByURL":"https://www.rfc-editor.org/rfc/rfc3339"}}""")]
    [InlineData("{ __schema { directives { name isRepeatable locations args { name type { kind ofType { name } } defaultValue } } } }", """{"__schema":{"directives":[{"name":"include","isRepeatable":false,"locations":["FIELD","FRAGMENT_SPREAD","INLINE_FRAGMENT"],"args":[{"name":"if","type":{"kind":"NON_NULL","ofType":{"name":"Boolean"}},"defaultValue":null}]},{"name":"skip","isRepeatable":false,"locations":["FIELD","FRAGMENT_SPREAD","INLINE_FRAGMENT"],"args":[{"name":"if","type":{"kind":"NON_NULL","ofType":{"name":"Boolean"}},"defaultValue":null}]},{"name":"deprecated","isRepeatable":false,"locations":["FIELD_DEFINITION","ARGUMENT_DEFINITION","INPUT_FIELD_DEFINITION","ENUM_VALUE"],"args":[{"name":"reason","type":{"kind":"NON_NULL","ofType":{"name":"String"}},"defaultValue":"\"No longer supported\""}]},{"name":"specifiedBy","isRepeatable":false,"locations":["SCALAR"],"args":[{"name":"url","type":{"kind":"NON_NULL","ofType":{"name":"String"}},"defaultValue":null}]},{"name":"oneOf","isRepeatable":false,"locations":["INPUT_OBJECT"],"args":[]}]}}""")]
    public async Task Given_the_schema_When_introspected_Then_it_describes_itself(string query, string expected) =>
        Assert.Equal(JsonSerializer.Serialize(JsonDocument.Parse(expected)), JsonSerializer.Serialize(JsonDocument.Parse(await Engine.DataAsync(query))));

    [Fact]
    public async Task Given_deprecated_fields_and_arguments_When_introspected_Then_they_show_only_when_asked_for()
    {
        string visible = await Engine.DataAsync("{ __type(name: \"Query\") { fields { name args { name } } } }");
        Assert.DoesNotContain("\"old\"", visible, StringComparison.Ordinal);
        Assert.DoesNotContain("\"words\"", visible, StringComparison.Ordinal);
        string all = await Engine.DataAsync("{ __type(name: \"Query\") { fields(includeDeprecated: true) { name isDeprecated deprecationReason args(includeDeprecated: true) { name description deprecationReason } } } }");
        Assert.Contains("{\"name\":\"old\",\"isDeprecated\":true,\"deprecationReason\":\"No longer supported\",\"args\":[]}", all, StringComparison.Ordinal);
        Assert.Contains("{\"name\":\"words\",\"description\":null,\"deprecationReason\":\"Use text.\"}", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_the_usual_introspection_query_When_executed_Then_the_limits_let_it_through()
    {
        string typeRef = "kind name " + string.Concat(Enumerable.Repeat("ofType { kind name ", 9)) + new string('}', 9);
        string data = await Engine.DataAsync($$"""
            query IntrospectionQuery {
              __schema {
                description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
                types { ...FullType }
                directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
              }
            }
            fragment FullType on __Type {
              kind name description specifiedByURL isOneOf
              fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
              inputFields(includeDeprecated: true) { ...InputValue }
              interfaces { ...TypeRef }
              enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
              possibleTypes { ...TypeRef }
            }
            fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
            fragment TypeRef on __Type { {{typeRef}} }
            """);
        Assert.Contains("\"__Schema\"", data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(Nothing), "no query field")]
    [InlineData(typeof(Twice), "two fields called value")]
    [InlineData(typeof(SameNames), "Two types are called Book")]
    [InlineData(typeof(UnknownOutput), "no GraphQL type for System.TimeSpan")]
    [InlineData(typeof(UnknownInput), "neither a service nor an input type")]
    [InlineData(typeof(AbstractOutput), "is abstract")]
    [InlineData(typeof(Void), "returns nothing")]
    [InlineData(typeof(BadName), "not a name")]
    [InlineData(typeof(RequiredDeprecated), "cannot be deprecated")]
    [InlineData(typeof(EmptyUnion), "No object type belongs to")]
    [InlineData(typeof(RequiredOneOf), "must be nullable")]
    [InlineData(typeof(DictionaryInput), "not supported")]
    public void Given_classes_that_make_no_schema_When_it_is_built_Then_it_is_refused_with_the_reason(Type query, string reason)
    {
        SchemaException exception = Assert.Throws<SchemaException>(() => Engine.Create(options => options.AddQueryType(query)));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    internal static class Small
    {
        public static int Value => 1;
    }

    internal static class Generic
    {
        public static Page<Detail> Page => new([new Detail("x", 2)]);
    }

    internal sealed record Page<T>(IReadOnlyList<T> Items)
        where T : notnull;

    internal abstract record Named(string Name);

    internal sealed record Detail(string Name, int Size) : Named(Name);

    internal static class Nothing;

    internal static class Twice
    {
        public static int Value => 1;

        public static int GetValue() => 1;
    }

    internal static class SameNames
    {
        public static Book? A => null;

        public static Other? B => null;
    }

    [GraphQLName("Book")]
    internal sealed record Other(int Value);

    internal static class UnknownOutput
    {
        public static TimeSpan Value => default;
    }

    internal static class UnknownInput
    {
        public static int GetValue(Stream stream) => (int)stream.Length;
    }

    internal static class AbstractOutput
    {
        public static IDisposableThing? Value => null;
    }

    internal interface IDisposableThing
    {
        int Value { get; }
    }

    internal static class Void
    {
        public static Task DoAsync() => Task.CompletedTask;
    }

    internal static class BadName
    {
        [GraphQLName("a-b")]
        public static int Value => 1;
    }

    internal static class RequiredDeprecated
    {
        public static int GetValue([GraphQLDeprecated("No.")] int old) => old;
    }

    internal static class EmptyUnion
    {
        public static IEmpty? Value => null;
    }

    [UnionType]
    internal interface IEmpty;

    internal static class RequiredOneOf
    {
        public static int GetValue(Choice choice) => choice.A;
    }

    [OneOf]
    internal sealed record Choice(int A);

    internal static class DictionaryInput
    {
        public static int GetValue(HashSet<int> values) => values.Count;
    }
}
