using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Execution;

/// <summary>
/// Charges an operation before it runs. Not the document is charged but the fields that will run, with the values that the variables really hold:
/// what is skipped costs nothing, a list of ten is no list of fifty.
/// </summary>
internal sealed class CostAnalyzer(GraphQLSchema schema, GraphQLOptions options, FieldCollector collector, InputCoercion coercion)
{
    /// <summary>Beyond every limit and still a number: what is larger is not told apart.</summary>
    private const double Most = 1e15;

    /// <summary>Fields on each possible type count apart, so interfaces within interfaces multiply.</summary>
    private const int MaxVisits = 100_000;

    private int _visits;

    /// <exception cref="CostException">A list that must be sliced by one argument is not.</exception>
    public OperationCost Analyze(IReadOnlyList<FieldGroup> rootFields)
    {
        OperationCost cost = Of(rootFields, sizedBy: null, size: 1);
        return cost with { TypeCost = Math.Min(Most, cost.TypeCost + TypeWeight(schema.Query)) };
    }

    private static double TypeWeight(NamedType type) => type.Cost ?? (type is ComplexType or UnionType ? 1 : 0);

    private static double Weight(InputValue input) => input.Cost ?? (input.Type.Named is InputObjectType ? 1 : 0);

    private OperationCost Of(IReadOnlyList<FieldGroup> fields, ListSizeAttribute? sizedBy, double size)
    {
        double fieldCost = 0;
        double typeCost = 0;
        foreach (FieldGroup field in fields)
        {
            OperationCost cost = Of(field, sizedBy, size);
            fieldCost = Math.Min(Most, fieldCost + cost.FieldCost);
            typeCost = Math.Min(Most, typeCost + cost.TypeCost);
        }

        return new OperationCost(fieldCost, typeCost);
    }

    private OperationCost Of(FieldGroup field, ListSizeAttribute? sizedBy, double size)
    {
        if (field.Definition == Introspection.TypeName)
        {
            return default;
        }

        if (++_visits > MaxVisits)
        {
            return new OperationCost(Most, Most);
        }

        NamedType type = field.Definition.Type.Named;
        IReadOnlyDictionary<string, object?>? arguments = ArgumentsOrNull(field);
        ListSizeAttribute? own = field.Definition.ListSize;
        double ownSize = own is null ? 1 : SizeOf(field, own, arguments);
        double length = 1;
        if (field.Definition.Type.Nullable is ListType)
        {
            length = own is not null ? ownSize
                : sizedBy?.SizedFields.Contains(field.Definition.Name, StringComparer.Ordinal) == true ? size
                : 1;
        }

        OperationCost below = Below(field, type, own, ownSize);
        double fieldCost = Weight(field.Definition) + InputCost(field, arguments) + (below.FieldCost * length);
        return new OperationCost(Math.Clamp(fieldCost, 0, Most), Math.Clamp((TypeWeight(type) + below.TypeCost) * length, 0, Most));
    }

    private double Weight(Field field)
    {
        if (field.Cost is { } weight)
        {
            return weight;
        }

        return field.Resolver is { } resolver && (resolver.Waits || resolver.UsesServices)
            ? options.DefaultResolverCost
            : field.Type.IsLeaf ? 0 : 1;
    }

    /// <summary>The selection of the field; of an interface or union that of the dearest type.</summary>
    private OperationCost Below(FieldGroup field, NamedType type, ListSizeAttribute? sizes, double size)
    {
        var dearest = default(OperationCost);
        if (type is not (ComplexType or UnionType))
        {
            return dearest;
        }

        foreach (ObjectType possible in schema.PossibleTypes(type))
        {
            OperationCost cost = Of(ChildrenOrNone(field, possible), sizes, size);
            dearest = new OperationCost(Math.Max(dearest.FieldCost, cost.FieldCost), Math.Max(dearest.TypeCost, cost.TypeCost));
        }

        return dearest;
    }

    private double SizeOf(FieldGroup field, ListSizeAttribute sizes, IReadOnlyDictionary<string, object?>? arguments)
    {
        if (sizes.SlicingArguments.Length > 0 && sizes.RequireOneSlicingArgument && sizes.SlicingArguments.Count(name => IsGiven(field, name, arguments)) != 1)
        {
            throw new CostException($"The field \"{field.Node.Name}\" needs exactly one of the arguments {string.Join(", ", sizes.SlicingArguments.Select(name => $"\"{name}\""))}.", field.Node.Location);
        }

        double? largest = null;
        foreach (string name in sizes.SlicingArguments)
        {
            if (arguments?.GetValueOrDefault(name) is int value)
            {
                largest = Math.Max(largest ?? 0, value);
            }
        }

        return largest ?? (sizes.AssumedSize > 0 ? sizes.AssumedSize : 1);
    }

    private static bool IsGiven(FieldGroup field, string name, IReadOnlyDictionary<string, object?>? arguments) =>
        field.Node.Arguments.Any(argument => argument.Name == name) && arguments?.GetValueOrDefault(name) is not null;

    private static double InputCost(FieldGroup field, IReadOnlyDictionary<string, object?>? arguments)
    {
        double cost = 0;
        foreach (ArgumentNode given in field.Node.Arguments)
        {
            if (arguments is not null && arguments.TryGetValue(given.Name, out object? value) && field.Definition.ArgumentOrNull(given.Name) is { } argument)
            {
                cost += InputCost(argument, value);
            }
        }

        return cost;
    }

    private static double InputCost(InputValue input, object? value) =>
        Weight(input) + (input.Type.Named is InputObjectType type ? InputCost(type, value) : 0);

    private static double InputCost(InputObjectType type, object? value) => value switch
    {
        IReadOnlyList<object?> list => list.Sum(item => InputCost(type, item)),
        IReadOnlyDictionary<string, object?> obj => type.Fields.Where(field => obj.ContainsKey(field.Name)).Sum(field => InputCost(field, obj[field.Name])),
        _ => 0,
    };

    // A field with arguments that can't be coerced will fail when it runs, and say so; here it only costs what is sure.
    private IReadOnlyDictionary<string, object?>? ArgumentsOrNull(FieldGroup field)
    {
        try
        {
            return field.Arguments(coercion);
        }
        catch (CoercionException)
        {
            return null;
        }
    }

    private IReadOnlyList<FieldGroup> ChildrenOrNone(FieldGroup field, ObjectType type)
    {
        try
        {
            return field.Children(type, collector);
        }
        catch (CoercionException)
        {
            return [];
        }
    }
}

/// <summary>The cost cannot be said, because the document leaves out what it depends on.</summary>
internal sealed class CostException(string message, SourceLocation location) : Exception(message)
{
    public SourceLocation Location { get; } = location;
}
