namespace Draaiboek.GraphQL.Execution;

/// <summary>An object of the response: values in the order of the document, which the specification asks for.</summary>
internal sealed class ResultObject(IReadOnlyList<FieldGroup> fields)
{
    public IReadOnlyList<FieldGroup> Fields { get; } = fields;

    /// <summary>Null, string, bool, a number, a <see cref="ResultObject"/> or an array of these.</summary>
    public object?[] Values { get; } = new object?[fields.Count];
}
