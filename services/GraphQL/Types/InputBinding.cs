using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Draaiboek.GraphQL.Types;

/// <summary>One field of an input object: a constructor parameter, or a property that is set afterwards.</summary>
internal sealed record InputField(PropertyInfo Property, ParameterInfo? Parameter, InputValue Definition, Func<object?, object?> Bind);

/// <summary>
/// Coerced values (numbers, strings, lists of objects, dictionaries) to the C# types that resolvers take.
/// Coercion depends on the GraphQL type alone, because one variable may serve two parameters; binding comes after it.
/// </summary>
internal static class InputBinding
{
    public static Func<object?, object?> For(ClrShape shape, GraphType type)
    {
        if (type.Nullable is ListType list)
        {
            return List(shape, list);
        }

        return type.Named switch
        {
            InputObjectType input => value => value is null ? null : input.Create((IReadOnlyDictionary<string, object?>)value),
            ScalarType { Name: "ID" } when shape.Type != typeof(string) => value => value is null ? null : ParseId((string)value, shape.Type),
            ScalarType when shape.Type == typeof(float) => value => value is double number ? (float)number : null,
            _ => value => value,
        };
    }

    public static Func<IReadOnlyDictionary<string, object?>, object> Creator(Type type, ConstructorInfo constructor, IReadOnlyList<InputField> fields)
    {
        InputField[] parameters = [.. constructor.GetParameters().Select(parameter => fields.Single(field => field.Parameter?.Position == parameter.Position))];
        InputField[] setters = [.. fields.Where(field => field.Parameter is null)];
        return values =>
        {
            object?[] arguments = [.. parameters.Select(field =>
                values.TryGetValue(field.Definition.Name, out object? value) ? field.Bind(value) : Missing(field.Parameter!))];
            object instance = constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, arguments, CultureInfo.InvariantCulture);
            foreach (InputField field in setters)
            {
                if (values.TryGetValue(field.Definition.Name, out object? value))
                {
                    field.Property.SetValue(instance, field.Bind(value));
                }
            }

            return instance;
        };
    }

    /// <summary>What a parameter gets when neither client nor schema gave a value: only possible when it may be null.</summary>
    public static object? Missing(ParameterInfo parameter) => parameter.HasDefaultValue ? parameter.DefaultValue : null;

    private static Func<object?, object?> List(ClrShape shape, ListType list)
    {
        ClrShape item = shape.Item!;
        Type itemType = item.IsNullable && item.Type.IsValueType ? typeof(Nullable<>).MakeGenericType(item.Type) : item.Type;
        Func<object?, object?> bindItem = For(item, list.Item);
        bool asArray = shape.Type.IsAssignableFrom(itemType.MakeArrayType());
        Type listType = typeof(List<>).MakeGenericType(itemType);
        if (!asArray && !shape.Type.IsAssignableFrom(listType))
        {
            throw new SchemaException($"A list argument of type {shape.Type} is not supported; take an array, a List or one of their interfaces.");
        }

        return value =>
        {
            if (value is not IReadOnlyList<object?> items)
            {
                return null;
            }

            if (asArray)
            {
                var array = Array.CreateInstance(itemType, items.Count);
                for (int i = 0; i < items.Count; i++)
                {
                    array.SetValue(bindItem(items[i]), i);
                }

                return array;
            }

            var result = (IList)Activator.CreateInstance(listType)!;
            foreach (object? entry in items)
            {
                result.Add(bindItem(entry));
            }

            return result;
        };
    }

    private static object ParseId(string text, Type type)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text)!;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new GraphQLException("The ID has an invalid format.", ErrorCodes.InvalidArgument);
        }
    }
}
