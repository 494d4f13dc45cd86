namespace Draaiboek.GraphQL.Language;

/// <summary>
/// An input value as written. Values from JSON become the same nodes, without a place in the document,
/// so that there is one coercion and not two.
/// </summary>
internal abstract class ValueNode(SourceLocation location) : Node(location);

internal sealed class VariableNode(SourceLocation location, string name) : ValueNode(location)
{
    public string Name { get; } = name;
}

/// <summary>A number without fraction or exponent, in the digits of the source: it may be of any length.</summary>
internal sealed class IntNode(SourceLocation location, string digits) : ValueNode(location)
{
    public string Digits { get; } = digits;
}

internal sealed class FloatNode(SourceLocation location, string digits) : ValueNode(location)
{
    public string Digits { get; } = digits;
}

internal sealed class StringNode(SourceLocation location, string value) : ValueNode(location)
{
    public string Value { get; } = value;
}

internal sealed class BooleanNode(SourceLocation location, bool value) : ValueNode(location)
{
    public bool Value { get; } = value;
}

internal sealed class NullNode(SourceLocation location) : ValueNode(location);

internal sealed class EnumNode(SourceLocation location, string name) : ValueNode(location)
{
    public string Name { get; } = name;
}

internal sealed class ListNode(SourceLocation location, IReadOnlyList<ValueNode> items) : ValueNode(location)
{
    public IReadOnlyList<ValueNode> Items { get; } = items;
}

internal sealed class ObjectNode(SourceLocation location, IReadOnlyList<ObjectFieldNode> fields) : ValueNode(location)
{
    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;
}

internal sealed class ObjectFieldNode(SourceLocation location, string name, ValueNode value) : Node(location)
{
    public string Name { get; } = name;

    public ValueNode Value { get; } = value;
}
