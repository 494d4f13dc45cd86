using System.Reflection;

namespace Draaiboek.GraphQL.Types;

/// <summary>
/// A C# type as the schema sees it: nullable or not, a list of something or a single thing.
/// Types compiled without nullable annotations count as nullable, and so does the T of a generic class
/// unless it says <c>where T : notnull</c>: only then does C# itself know that it is not.
/// </summary>
internal sealed record ClrShape(Type Type, bool IsNullable, ClrShape? Item)
{
    public static ClrShape Of(NullabilityInfo info, bool isInput)
    {
        NullabilityState state = isInput ? info.WriteState : info.ReadState;
        if (state == NullabilityState.Unknown)
        {
            // A property without a setter has no write state; a constructor parameter of the same name decides then.
            state = isInput ? info.ReadState : info.WriteState;
        }

        Type type = info.Type;
        Type single = Nullable.GetUnderlyingType(type) ?? type;
        bool isNullable = single != type || (!type.IsValueType && state != NullabilityState.NotNull);
        if (ItemType(single) is not { } itemType)
        {
            return new ClrShape(single, isNullable, Item: null);
        }

        ClrShape item;
        if (info.ElementType is { } element)
        {
            item = Of(element, isInput);
        }
        else if (info.GenericTypeArguments.Length == 1 && info.GenericTypeArguments[0].Type == itemType)
        {
            item = Of(info.GenericTypeArguments[0], isInput);
        }
        else
        {
            // A class of its own that is a sequence says nothing about its items.
            item = new ClrShape(Nullable.GetUnderlyingType(itemType) ?? itemType, Nullable.GetUnderlyingType(itemType) is not null, Item: null);
        }

        return new ClrShape(single, isNullable, item);
    }

    /// <summary>What a resolver's Task or ValueTask gives; null for a task without a result.</summary>
    public static NullabilityInfo? Unwrap(NullabilityInfo info)
    {
        Type type = info.Type;
        if (type == typeof(Task) || type == typeof(ValueTask) || type == typeof(void))
        {
            return null;
        }

        bool isTask = type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));
        return isTask ? info.GenericTypeArguments[0] : info;
    }

    /// <summary>The item type of a sequence, synchronous or not; null for what is no list. A string is no list.</summary>
    public static Type? ItemType(Type type)
    {
        if (type == typeof(string))
        {
            return null;
        }

        if (type.IsArray)
        {
            return type.GetElementType();
        }

        foreach (Type candidate in type.GetInterfaces().Prepend(type))
        {
            if (candidate.IsGenericType
                && (candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>) || candidate.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)))
            {
                return candidate.GetGenericArguments()[0];
            }
        }

        return null;
    }
}
