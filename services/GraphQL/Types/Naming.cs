using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Draaiboek.GraphQL.Language;

namespace Draaiboek.GraphQL.Types;

/// <summary>C# names to GraphQL names, the way HotChocolate does it, and what the attributes say about a member.</summary>
internal static class Naming
{
    public static string Type(Type type)
    {
        if (type.GetCustomAttribute<GraphQLNameAttribute>() is { } explicitName)
        {
            // {0} in the name of a generic class is the name of what it is of.
            return Valid(type.IsGenericType ? string.Format(CultureInfo.InvariantCulture, explicitName.Name, [.. type.GetGenericArguments().Select(Type)]) : explicitName.Name, type.Name);
        }

        string name = type.Name;
        int arity = name.IndexOf('`', StringComparison.Ordinal);
        if (arity < 0)
        {
            return Valid(name, name);
        }

        // Connection<Post> is ConnectionOfPost.
        return Valid(name[..arity] + "Of" + string.Join("And", type.GetGenericArguments().Select(Type)), name);
    }

    public static string Input(Type type)
    {
        string name = Type(type);
        bool isExplicit = type.IsDefined(typeof(GraphQLNameAttribute), inherit: false);
        return isExplicit || name.EndsWith("Input", StringComparison.Ordinal) ? name : name + "Input";
    }

    /// <summary>GetPostsAsync is posts, TotalCount is totalCount.</summary>
    public static string Field(MemberInfo member)
    {
        if (member.GetCustomAttribute<GraphQLNameAttribute>() is { } explicitName)
        {
            return Valid(explicitName.Name, member.Name);
        }

        string name = member.Name;
        if (member is MethodInfo)
        {
            if (name.Length > 3 && name.StartsWith("Get", StringComparison.Ordinal) && char.IsUpper(name[3]))
            {
                name = name[3..];
            }

            if (name.Length > 5 && name.EndsWith("Async", StringComparison.Ordinal))
            {
                name = name[..^5];
            }
        }

        return Valid(JsonNamingPolicy.CamelCase.ConvertName(name), member.Name);
    }

    public static string Argument(ParameterInfo parameter) =>
        Valid(parameter.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), parameter.Name!);

    /// <summary>WaitingList is WAITING_LIST; what is written in capitals already stays.</summary>
    public static string EnumValue(FieldInfo field)
    {
        if (field.GetCustomAttribute<GraphQLNameAttribute>() is { } explicitName)
        {
            return Valid(explicitName.Name, field.Name);
        }

        return Valid(field.Name.Any(char.IsLower) ? JsonNamingPolicy.SnakeCaseUpper.ConvertName(field.Name) : field.Name, field.Name);
    }

    public static string? Description(ICustomAttributeProvider member)
    {
        var attribute = member.GetCustomAttributes(typeof(GraphQLDescriptionAttribute), inherit: false).FirstOrDefault() as GraphQLDescriptionAttribute;
        if (attribute is null)
        {
            return null;
        }

        // A raw string literal in C# is indented like a block string in SDL; both lose it the same way.
        string[] lines = attribute.Description.ReplaceLineEndings("\n").Split('\n');
        string text = lines.Length == 1 ? lines[0].Trim() : BlockStringLexer.Dedent(["", .. lines]);
        return text.Length == 0 ? null : text;
    }

    public static string? DeprecationReason(ICustomAttributeProvider member) =>
        (member.GetCustomAttributes(typeof(GraphQLDeprecatedAttribute), inherit: false).FirstOrDefault() as GraphQLDeprecatedAttribute)?.DeprecationReason;

    public static double? Cost(ICustomAttributeProvider member) =>
        (member.GetCustomAttributes(typeof(CostAttribute), inherit: false).FirstOrDefault() as CostAttribute)?.Weight;

    public static ListSizeAttribute? ListSize(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(typeof(ListSizeAttribute), inherit: false).FirstOrDefault() as ListSizeAttribute;

    private static string Valid(string name, string source)
    {
        bool valid = name.Length > 0
            && !char.IsAsciiDigit(name[0])
            && name.All(c => c == '_' || char.IsAsciiLetterOrDigit(c))
            && !name.StartsWith("__", StringComparison.Ordinal);
        return valid ? name : throw new SchemaException($"'{name}' (from {source}) is not a name that a GraphQL schema may define.");
    }
}
