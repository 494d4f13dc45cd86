using System.Text.Json;
using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Execution;

/// <summary>
/// All selections of one response name on one object type. What follows from it alone (arguments, the fields one level down)
/// is worked out once per request and not once per row.
/// </summary>
internal sealed class FieldGroup(Field definition, FieldNode node)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectType, IReadOnlyList<FieldGroup>> _children = [];
    private IReadOnlyDictionary<string, object?>? _arguments;
    private Selection? _last;

    public Field Definition { get; } = definition;

    /// <summary>The first selection; validation has seen to it that the others have the same name and arguments.</summary>
    public FieldNode Node { get; } = node;

    public List<FieldNode> Nodes { get; } = [node];

    public string ResponseName => Node.ResponseName;

    /// <summary>The response name as it is written: once per request, not once per row.</summary>
    public JsonEncodedText WrittenName { get; } = JsonEncodedText.Encode(node.ResponseName);

    /// <summary>Reads a value that needs no completion but to be serialized; null when the field is anything more.</summary>
    public Func<object, object?>? ReadLeaf { get; } = definition.Type.Nullable is ScalarType or EnumType ? definition.Resolver?.Read : null;

    /// <exception cref="CoercionException">An argument got null where it must not, by way of a variable.</exception>
    public IReadOnlyDictionary<string, object?> Arguments(InputCoercion coercion)
    {
        lock (_lock)
        {
            if (_arguments is null)
            {
                var values = new Dictionary<string, object?>(StringComparer.Ordinal);
                foreach (InputValue argument in Definition.Arguments)
                {
                    ValueNode? given = Node.Arguments.FirstOrDefault(candidate => candidate.Name == argument.Name)?.Value;
                    try
                    {
                        if (coercion.TryCoerceField(argument, given, argument.Name, out object? value))
                        {
                            values.Add(argument.Name, value);
                        }
                    }
                    catch (CoercionException exception) when (given is not null && exception.Location != given.Location)
                    {
                        // Wherever inside it: the place of the mistake is the value of the argument.
                        throw new CoercionException(exception.Message, exception.Path, given.Location);
                    }
                }

                _arguments = values;
            }

            return _arguments;
        }
    }

    public IReadOnlyList<FieldGroup> Children(ObjectType type, FieldCollector collector)
    {
        // The rows of a list are nearly always of one type.
        if (_last is { } last && last.Type == type)
        {
            return last.Fields;
        }

        lock (_lock)
        {
            if (!_children.TryGetValue(type, out IReadOnlyList<FieldGroup>? groups))
            {
                groups = collector.Collect(type, Nodes.Select(node => node.SelectionSet!));
                _children.Add(type, groups);
            }

            _last = new Selection(type, groups);
            return groups;
        }
    }

    private sealed record Selection(ObjectType Type, IReadOnlyList<FieldGroup> Fields);
}
