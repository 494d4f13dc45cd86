namespace Draaiboek.GraphQL.Language;

/// <summary>The document is not a GraphQL document; never leaves the engine, the executor turns it into an error.</summary>
internal sealed class GraphQLSyntaxException(string message, SourceLocation location, string code = ErrorCodes.Syntax) : Exception(message)
{
    public SourceLocation Location { get; } = location;

    public string Code { get; } = code;
}
