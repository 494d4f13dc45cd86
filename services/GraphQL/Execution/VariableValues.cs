using System.Text.Json;
using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Execution;

/// <summary>Section 6.1.2: the variables of one request, coerced to the types that the operation gives them.</summary>
internal static class VariableValues
{
    /// <summary>A variable that is neither given nor has a default is missing from the result, which is not the same as null.</summary>
    public static Dictionary<string, object?> Coerce(GraphQLSchema schema, OperationNode operation, JsonElement? given, List<GraphQLError> errors)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (VariableDefinitionNode definition in operation.Variables)
        {
            GraphType type = schema.TypeOrNull(definition.Type)!;
            try
            {
                if (given is { ValueKind: JsonValueKind.Object } variables && variables.TryGetProperty(definition.Name, out JsonElement element))
                {
                    values.Add(definition.Name, InputCoercion.Json.Coerce(JsonValues.ToNode(element), type));
                }
                else if (definition.DefaultValue is { } defaultValue)
                {
                    values.Add(definition.Name, InputCoercion.Constant.Coerce(defaultValue, type));
                }
                else if (type.IsNonNull)
                {
                    errors.Add(new GraphQLError($"The variable \"${definition.Name}\" of type \"{type}\" is required.", ErrorCodes.NonNullViolation)
                    {
                        Locations = [definition.Location],
                    });
                }
            }
            catch (CoercionException exception)
            {
                errors.Add(Invalid(definition, exception.Path, exception.Message));
            }
            catch (InvalidOperationException)
            {
                errors.Add(Invalid(definition, path: "", "A string holds half a surrogate pair."));
            }
        }

        return values;
    }

    private static GraphQLError Invalid(VariableDefinitionNode definition, string path, string reason) =>
        new($"The variable \"${definition.Name}{path}\" got an invalid value. {reason}", ErrorCodes.InvalidVariable)
        {
            Locations = [definition.Location],
        };
}
