using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Draaiboek.GraphQL;

/// <summary>What the schema is made of and what a request may cost. The limits are on by default.</summary>
public sealed class GraphQLOptions
{
    internal List<Type> QueryTypes { get; } = [];

    internal List<Type> Types { get; } = [];

    /// <summary>The largest document, in bytes of UTF-8.</summary>
    public int MaxDocumentBytes { get; set; } = 64 * 1024;

    /// <summary>The largest HTTP request body, in bytes: the document, its JSON escapes and the variables.</summary>
    public int MaxRequestBytes { get; set; } = 256 * 1024;

    /// <summary>The most tokens in a document.</summary>
    public int MaxTokens { get; set; } = 2_000;

    /// <summary>The most fields within each other, fragments followed.</summary>
    public int MaxDepth { get; set; } = 10;

    /// <summary>The same for what stands under <c>__schema</c> and <c>__type</c>; the usual introspection query needs 15.</summary>
    public int MaxIntrospectionDepth { get; set; } = 16;

    /// <summary>The most fields of one operation, fragments counted every time they are spread.</summary>
    public int MaxFields { get; set; } = 2_048;

    /// <summary>The most aliased fields in one selection set, fragments followed.</summary>
    public int MaxAliases { get; set; } = 30;

    /// <summary>The most errors that a refused request is answered with; what comes after is dropped.</summary>
    public int MaxErrors { get; set; } = 5;

    /// <summary>The most errors of fields in one answer with data. Far more than <see cref="MaxErrors"/>: each of them explains a null that the client sees.</summary>
    public int MaxFieldErrors { get; set; } = 100;

    /// <summary>The most that the resolvers of one operation may cost: see <see cref="OperationCost.FieldCost"/>.</summary>
    public double MaxFieldCost { get; set; } = 1_000;

    /// <summary>The most objects that one operation may make: see <see cref="OperationCost.TypeCost"/>.</summary>
    public double MaxTypeCost { get; set; } = 1_000;

    /// <summary>Whether an operation that costs more is refused; without it costs are only reported to who asks.</summary>
    public bool EnforceCostLimits { get; set; } = true;

    /// <summary>What a field costs whose resolver waits or takes a service, unless <see cref="CostAttribute"/> says otherwise.</summary>
    public double DefaultResolverCost { get; set; } = 10;

    /// <summary>The most resolvers with services of their own (database connections) running at once within one request.</summary>
    public int MaxConcurrentResolvers { get; set; } = 8;

    /// <summary>How many parsed and validated documents are kept; the least recently used goes first.</summary>
    public int DocumentCacheSize { get; set; } = 500;

    /// <summary>How long one request may run before it is answered with an error and cancelled.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The folder of the trusted documents: files <c>id.graphql</c>, asked for as <c>{"id": "id"}</c>. They are read once, at the start,
    /// and must be valid. Null when there are none.
    /// </summary>
    public string? TrustedDocumentFolder { get; set; }

    /// <summary>Whether trusted documents are the only ones that are answered.</summary>
    public bool OnlyTrustedDocuments { get; set; }

    /// <summary>
    /// Whether this request may ask for <c>__schema</c> and <c>__type</c>, and read the schema as a file. Without a callback it may in development only.
    /// </summary>
    public Func<HttpContext, bool>? AllowIntrospection { get; set; }

    /// <summary>
    /// Told of each answer over HTTP, also of a refusal, before its first byte is written: an account of who asked what can be kept here.
    /// What it throws goes to the server, and the client does not get the answer.
    /// </summary>
    public Func<HttpContext, GraphQLResponse, Task>? BeforeAnswer { get; set; }

    /// <summary>Adds the members of <paramref name="type"/> to Query; it may be a static class.</summary>
    public GraphQLOptions AddQueryType(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        QueryTypes.Add(type);
        return this;
    }

    /// <inheritdoc cref="AddQueryType(Type)"/>
    public GraphQLOptions AddQueryType<T>()
        where T : class => AddQueryType(typeof(T));

    /// <summary>Adds an object type that no field returns by its own name: a member of an interface or a union.</summary>
    public GraphQLOptions AddType<T>()
    {
        Types.Add(typeof(T));
        return this;
    }

    /// <summary>Adds all classes of the assembly that carry <see cref="QueryTypeAttribute"/> or <see cref="ObjectTypeAttribute"/>.</summary>
    public GraphQLOptions AddTypesFromAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);

        // The order of the fields in the schema must not depend on the order in which the runtime lists types.
        foreach (Type type in assembly.GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            if (type.IsDefined(typeof(QueryTypeAttribute), inherit: false))
            {
                QueryTypes.Add(type);
            }
            else if (type.IsDefined(typeof(ObjectTypeAttribute), inherit: false))
            {
                Types.Add(type);
            }
        }

        return this;
    }
}
