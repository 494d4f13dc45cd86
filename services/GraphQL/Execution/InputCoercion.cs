using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Execution;

/// <summary>
/// Input values to coerced values: C# scalars and enum values, List&lt;object?&gt;, Dictionary&lt;string, object?&gt;.
/// One coercion for literals and for JSON; the difference is only that JSON writes enum values as strings.
/// </summary>
internal sealed class InputCoercion(bool isJson, IReadOnlyDictionary<string, object?> variables)
{
    private static readonly Dictionary<string, object?> s_noVariables = new(StringComparer.Ordinal);

    public static InputCoercion Json { get; } = new(isJson: true, s_noVariables);

    public static InputCoercion Constant { get; } = new(isJson: false, s_noVariables);

    /// <exception cref="CoercionException">The value does not fit the type.</exception>
    public object? Coerce(ValueNode value, GraphType type, string path = "")
    {
        if (value is VariableNode variable)
        {
            object? given = variables.GetValueOrDefault(variable.Name);
            return given is null && type.IsNonNull
                ? throw Error($"Expected a value of type \"{type}\", but the variable \"${variable.Name}\" is null.", path, value)
                : given;
        }

        if (value is NullNode)
        {
            return type.IsNonNull ? throw Error($"Expected a value of type \"{type}\", found null.", path, value) : null;
        }

        return type.Nullable switch
        {
            ListType list => List(value, list, path),
            InputObjectType input => Object(value, input, path),
            EnumType enumType => Enum(value, enumType) ?? throw Error($"The value is not one of the enum \"{enumType}\".", path, value),
            ScalarType scalar => scalar.Parse(value) ?? throw Error($"The value is not of type \"{scalar}\".", path, value),
            _ => throw new InvalidOperationException($"{type} is no input type."),
        };
    }

    /// <summary>Arguments, or the fields of an input object: what is given, else the default, else nothing.</summary>
    public bool TryCoerceField(InputValue definition, ValueNode? given, string path, out object? value)
    {
        if (given is VariableNode variable && !variables.ContainsKey(variable.Name))
        {
            given = null;
        }

        if (given is not null)
        {
            value = Coerce(given, definition.Type, path);
            return true;
        }

        if (definition.DefaultValue is { } defaultValue)
        {
            value = Constant.Coerce(defaultValue, definition.Type, path);
            return true;
        }

        value = null;
        return definition.Type.IsNonNull
            ? throw new CoercionException($"A value of type \"{definition.Type}\" is required.", path, default)
            : false;
    }

    private object? Enum(ValueNode value, EnumType type)
    {
        string? name = value switch
        {
            EnumNode literal => literal.Name,
            StringNode text when isJson => text.Value,
            _ => null,
        };
        return name is not null && type.TryParse(name, out object? result) ? result : null;
    }

    private List<object?> List(ValueNode value, ListType type, string path)
    {
        if (value is not ListNode list)
        {
            return [Coerce(value, type.Item, path)];
        }

        var result = new List<object?>(list.Items.Count);
        for (int i = 0; i < list.Items.Count; i++)
        {
            result.Add(Coerce(list.Items[i], type.Item, $"{path}[{i}]"));
        }

        return result;
    }

    private Dictionary<string, object?> Object(ValueNode value, InputObjectType type, string path)
    {
        if (value is not ObjectNode obj)
        {
            throw Error($"Expected an object of type \"{type}\".", path, value);
        }

        // JSON may say a name twice; the reader has refused that before, and validation has in literals.
        var given = obj.Fields.DistinctBy(field => field.Name, StringComparer.Ordinal).ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        foreach (ObjectFieldNode field in obj.Fields)
        {
            if (type.FieldOrNull(field.Name) is null)
            {
                throw Error($"The input type \"{type}\" has no such field.", $"{path}.{field.Name}", field.Value);
            }
        }

        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (InputValue field in type.Fields)
        {
            if (TryCoerceField(field, given.GetValueOrDefault(field.Name), $"{path}.{field.Name}", out object? coerced))
            {
                result.Add(field.Name, coerced);
            }
        }

        if (type.IsOneOf && (result.Count != 1 || result.Values.Single() is null))
        {
            throw Error($"Exactly one field of \"{type}\" must be given, and not as null.", path, value);
        }

        return result;
    }

    private static CoercionException Error(string message, string path, ValueNode value) => new(message, path, value.Location);
}
