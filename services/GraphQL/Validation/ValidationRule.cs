using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation;

/// <summary>
/// One rule of section 5 of the specification. The walker calls it at every node of its interest, with the types known there;
/// a type is null where the document is wrong, and then it is another rule that says so. Rules live for one document.
/// </summary>
internal abstract class ValidationRule(ValidationContext context, string section)
{
    protected ValidationContext Context { get; } = context;

    public virtual void EnterDefinition(DefinitionNode definition)
    {
    }

    public virtual void Variable(VariableDefinitionNode variable, GraphType? type)
    {
    }

    public virtual void Field(FieldNode field, NamedType? parent, Field? definition)
    {
    }

    public virtual void FragmentSpread(FragmentSpreadNode spread, NamedType? parent)
    {
    }

    public virtual void InlineFragment(InlineFragmentNode fragment, NamedType? parent)
    {
    }

    /// <summary>The directives of one node, in one place.</summary>
    public virtual void Directives(IReadOnlyList<DirectiveNode> directives, DirectiveLocation location)
    {
    }

    /// <summary>The arguments of a field or directive, called "field x" or "directive @x"; allowed is null when that is unknown.</summary>
    public virtual void Arguments(Node owner, string ownerName, IReadOnlyList<ArgumentNode> arguments, IReadOnlyList<InputValue>? allowed)
    {
    }

    /// <summary>A value and everything inside it.</summary>
    public virtual void Value(ValueNode value, GraphType? type)
    {
    }

    public virtual void LeaveDocument()
    {
    }

    protected void Report(string message, params IEnumerable<Node> nodes) => Context.Report(message, section, nodes);
}
