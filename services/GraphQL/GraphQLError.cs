using System.Runtime.InteropServices;

namespace Draaiboek.GraphQL;

/// <summary>A place in the document; line and column start at 1, the column counts UTF-16 code units.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SourceLocation(int Line, int Column);

/// <summary>One entry of the response's <c>errors</c>.</summary>
/// <param name="Message">For people; never text of an unexpected exception.</param>
/// <param name="Code">For programs: <c>extensions.code</c>. The codes are HotChocolate's where it has one.</param>
public sealed record GraphQLError(string Message, string Code)
{
    /// <summary>Where in the document; empty when the error is not about a place.</summary>
    public IReadOnlyList<SourceLocation> Locations { get; init; } = [];

    /// <summary>Where in the response: field names (string) and list positions (int); null when it is not about a field.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>More for programs, beside the code in <c>extensions</c>: numbers and texts by their name.</summary>
    public IReadOnlyDictionary<string, object>? Extensions { get; init; }

    /// <summary>The address of the rule in the specification that the document breaks; null for other errors.</summary>
    public string? SpecifiedBy { get; init; }
}

/// <summary>Expected errors of a resolver: their messages and codes are shown to the client, the field becomes null.</summary>
public sealed class GraphQLException : Exception
{
    public GraphQLException(string message, string code = "BAD_REQUEST")
        : this([new GraphQLError(message, code)])
    {
    }

    /// <param name="errors">At least one; where each stands in the document and in the response is filled in.</param>
    public GraphQLException(IReadOnlyList<GraphQLError> errors)
        : base(errors[0].Message)
        => Errors = errors;

    public IReadOnlyList<GraphQLError> Errors { get; }
}

/// <summary>A trusted document is missing or invalid; thrown at the start, as what stands in a folder is no bug but a setting.</summary>
public sealed class TrustedDocumentException(string message) : Exception(message);

/// <summary>The classes do not make a valid schema; thrown while the schema is built, so at start and never during a request.</summary>
public sealed class SchemaException(string message) : Exception(message);
