using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Draaiboek.Hosting.Http;

/// <summary>
/// On a nullable member: it must be there, and an explicit <c>null</c> says 'not yet known'. Leaving it out is forgetting it, which is something else.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class NullIsNogNietGekendAttribute : Attribute;

/// <summary>A request record as the binder sees it: its constructor, member by member.</summary>
internal sealed class JsonShape
{
    private static readonly ConcurrentDictionary<Type, JsonShape> Known = new();

    private JsonShape(Type type)
    {
        Constructor = type.GetConstructors().Single();
        var nullability = new NullabilityInfoContext();
        Members = [.. Constructor.GetParameters().Select(parameter => new Member(
            JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!),
            parameter.ParameterType,
            IsNullable: nullability.Create(parameter).WriteState == NullabilityState.Nullable,
            MustBePresent: nullability.Create(parameter).WriteState != NullabilityState.Nullable
                || parameter.IsDefined(typeof(NullIsNogNietGekendAttribute))))];
    }

    public ConstructorInfo Constructor { get; }

    public IReadOnlyList<Member> Members { get; }

    public static JsonShape Of(Type type) => Known.GetOrAdd(type, static t => new JsonShape(t));

    /// <summary>The request record itself and every record inside it.</summary>
    public static IEnumerable<Type> Within(Type type)
        => Of(type).Members
            .Select(member => member.Type)
            .Select(member => member.IsGenericType && member.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? member.GetGenericArguments()[0] : member)
            .Where(member => member.IsClass && member != typeof(string))
            .SelectMany(Within)
            .Prepend(type);

    internal sealed record Member(string Name, Type Type, bool IsNullable, bool MustBePresent);
}
