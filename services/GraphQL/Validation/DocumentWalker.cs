using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation;

/// <summary>Goes once through a document, keeping track of types, and tells all rules what it meets.</summary>
internal sealed class DocumentWalker(ValidationContext context, IReadOnlyList<ValidationRule> rules)
{
    private DefinitionNode _definition = null!;

    public void Walk()
    {
        foreach (DefinitionNode definition in context.Document.Definitions)
        {
            _definition = definition;
            Each(rule => rule.EnterDefinition(definition));
            if (definition is OperationNode operation)
            {
                Operation(operation);
            }
            else if (definition is FragmentNode fragment)
            {
                Directives(fragment.Directives, DirectiveLocation.FragmentDefinition);
                SelectionSet(fragment.SelectionSet, context.Schema.TypeOrNull(fragment.TypeCondition.Name));
            }
        }

        Each(rule => rule.LeaveDocument());
    }

    private void Operation(OperationNode operation)
    {
        foreach (VariableDefinitionNode variable in operation.Variables)
        {
            GraphType? type = context.Schema.TypeOrNull(variable.Type);
            Each(rule => rule.Variable(variable, type));
            Directives(variable.Directives, DirectiveLocation.VariableDefinition);
            if (variable.DefaultValue is { } value)
            {
                Value(value, type?.IsInput == true ? type : null, hasLocationDefault: false, oneOfField: null);
            }
        }

        Directives(operation.Directives, operation.Kind switch
        {
            OperationKind.Query => DirectiveLocation.Query,
            OperationKind.Mutation => DirectiveLocation.Mutation,
            _ => DirectiveLocation.Subscription,
        });
        SelectionSet(operation.SelectionSet, operation.Kind == OperationKind.Query ? context.Schema.Query : null);
    }

    private void SelectionSet(SelectionSetNode selectionSet, NamedType? parent)
    {
        foreach (SelectionNode selection in selectionSet.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    Field(field, parent);
                    break;
                case FragmentSpreadNode spread:
                    context.Add(_definition, spread);
                    Each(rule => rule.FragmentSpread(spread, parent));
                    Directives(spread.Directives, DirectiveLocation.FragmentSpread);
                    break;
                case InlineFragmentNode fragment:
                    Each(rule => rule.InlineFragment(fragment, parent));
                    Directives(fragment.Directives, DirectiveLocation.InlineFragment);
                    SelectionSet(fragment.SelectionSet, fragment.TypeCondition is { } condition ? context.Schema.TypeOrNull(condition.Name) : parent);
                    break;
            }
        }
    }

    private void Field(FieldNode field, NamedType? parent)
    {
        Field? definition = parent is null ? null : context.Schema.FieldOrNull(parent, field.Name);
        Each(rule => rule.Field(field, parent, definition));
        Arguments(field, $"field \"{field.Name}\"", field.Arguments, definition?.Arguments);
        Directives(field.Directives, DirectiveLocation.Field);
        if (field.SelectionSet is { } selectionSet)
        {
            SelectionSet(selectionSet, definition?.Type.Named);
        }
    }

    private void Directives(IReadOnlyList<DirectiveNode> directives, DirectiveLocation location)
    {
        Each(rule => rule.Directives(directives, location));
        foreach (DirectiveNode directive in directives)
        {
            Arguments(directive, $"directive \"@{directive.Name}\"", directive.Arguments, context.Schema.DirectiveOrNull(directive.Name)?.Arguments);
        }
    }

    private void Arguments(Node owner, string ownerName, IReadOnlyList<ArgumentNode> arguments, IReadOnlyList<InputValue>? allowed)
    {
        Each(rule => rule.Arguments(owner, ownerName, arguments, allowed));
        foreach (ArgumentNode argument in arguments)
        {
            InputValue? definition = allowed?.FirstOrDefault(candidate => candidate.Name == argument.Name);
            Value(argument.Value, definition?.Type, definition?.DefaultValue is not null, oneOfField: null);
        }
    }

    private void Value(ValueNode value, GraphType? type, bool hasLocationDefault, string? oneOfField)
    {
        Each(rule => rule.Value(value, type));
        switch (value)
        {
            case VariableNode variable:
                context.Add(_definition, new VariableUse(variable, type, hasLocationDefault, oneOfField));
                break;
            case ListNode list:
                foreach (ValueNode item in list.Items)
                {
                    Value(item, (type?.Nullable as ListType)?.Item, hasLocationDefault: false, oneOfField: null);
                }

                break;
            case ObjectNode obj:
                // A single object where a list is expected stands for a list of one.
                var input = type?.Named as InputObjectType;
                foreach (ObjectFieldNode field in obj.Fields)
                {
                    InputValue? definition = input?.FieldOrNull(field.Name);
                    Value(field.Value, definition?.Type, definition?.DefaultValue is not null, input?.IsOneOf == true ? $"{input.Name}.{field.Name}" : null);
                }

                break;
        }
    }

    private void Each(Action<ValidationRule> tell)
    {
        foreach (ValidationRule rule in rules)
        {
            tell(rule);
        }
    }
}
