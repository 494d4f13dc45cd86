namespace Draaiboek.GraphQL.Language;

/// <summary>The syntax tree of an executable document. Nodes are compared by reference: the same text twice is two nodes.</summary>
internal abstract class Node(SourceLocation location)
{
    public SourceLocation Location { get; } = location;
}

internal sealed class DocumentNode(IReadOnlyList<DefinitionNode> definitions) : Node(new SourceLocation(1, 1))
{
    public IReadOnlyList<DefinitionNode> Definitions { get; } = definitions;

    public IEnumerable<OperationNode> Operations => Definitions.OfType<OperationNode>();

    public IEnumerable<FragmentNode> Fragments => Definitions.OfType<FragmentNode>();
}

/// <summary>A name that errors point at by itself, apart from what it names.</summary>
internal sealed class NameNode(SourceLocation location, string value) : Node(location)
{
    public string Value { get; } = value;
}

internal abstract class DefinitionNode(SourceLocation location, IReadOnlyList<DirectiveNode> directives, SelectionSetNode selectionSet) : Node(location)
{
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

internal enum OperationKind
{
    Query,
    Mutation,
    Subscription,
}

internal sealed class OperationNode(
    SourceLocation location,
    OperationKind kind,
    NameNode? name,
    IReadOnlyList<VariableDefinitionNode> variables,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet) : DefinitionNode(location, directives, selectionSet)
{
    public OperationKind Kind { get; } = kind;

    public string? Name => NameNode?.Value;

    public NameNode? NameNode { get; } = name;

    public IReadOnlyList<VariableDefinitionNode> Variables { get; } = variables;
}

internal sealed class FragmentNode(
    SourceLocation location,
    NameNode name,
    NamedTypeNode typeCondition,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet) : DefinitionNode(location, directives, selectionSet)
{
    public string Name => NameNode.Value;

    public NameNode NameNode { get; } = name;

    public NamedTypeNode TypeCondition { get; } = typeCondition;
}

internal sealed class VariableDefinitionNode(
    SourceLocation location,
    NameNode name,
    TypeNode type,
    ValueNode? defaultValue,
    IReadOnlyList<DirectiveNode> directives) : Node(location)
{
    public string Name => NameNode.Value;

    /// <summary>Without the dollar sign.</summary>
    public NameNode NameNode { get; } = name;

    public TypeNode Type { get; } = type;

    public ValueNode? DefaultValue { get; } = defaultValue;

    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}

internal sealed class SelectionSetNode(SourceLocation location, IReadOnlyList<SelectionNode> selections) : Node(location)
{
    public IReadOnlyList<SelectionNode> Selections { get; } = selections;
}

internal abstract class SelectionNode(SourceLocation location, IReadOnlyList<DirectiveNode> directives) : Node(location)
{
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}

internal sealed class FieldNode(
    SourceLocation location,
    string? alias,
    string name,
    IReadOnlyList<ArgumentNode> arguments,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode? selectionSet) : SelectionNode(location, directives)
{
    public string? Alias { get; } = alias;

    public string Name { get; } = name;

    /// <summary>The key of this field in the response.</summary>
    public string ResponseName => Alias ?? Name;

    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;

    public SelectionSetNode? SelectionSet { get; } = selectionSet;
}

internal sealed class FragmentSpreadNode(SourceLocation location, NameNode name, IReadOnlyList<DirectiveNode> directives)
    : SelectionNode(location, directives)
{
    public string Name => NameNode.Value;

    public NameNode NameNode { get; } = name;
}

internal sealed class InlineFragmentNode(
    SourceLocation location,
    NamedTypeNode? typeCondition,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet) : SelectionNode(location, directives)
{
    public NamedTypeNode? TypeCondition { get; } = typeCondition;

    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

internal sealed class ArgumentNode(SourceLocation location, string name, ValueNode value) : Node(location)
{
    public string Name { get; } = name;

    public ValueNode Value { get; } = value;
}

internal sealed class DirectiveNode(SourceLocation location, string name, IReadOnlyList<ArgumentNode> arguments) : Node(location)
{
    public string Name { get; } = name;

    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;
}

internal abstract class TypeNode(SourceLocation location) : Node(location);

internal sealed class NamedTypeNode(SourceLocation location, string name) : TypeNode(location)
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}

internal sealed class ListTypeNode(SourceLocation location, TypeNode item) : TypeNode(location)
{
    public TypeNode Item { get; } = item;

    public override string ToString() => $"[{Item}]";
}

internal sealed class NonNullTypeNode(SourceLocation location, TypeNode inner) : TypeNode(location)
{
    public TypeNode Inner { get; } = inner;

    public override string ToString() => $"{Inner}!";
}
