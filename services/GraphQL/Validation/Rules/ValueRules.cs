using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Validation.Rules;

/// <summary>Values, and the names and required fields of input objects (sections 5.6.1, 5.6.2 and 5.6.4).</summary>
internal sealed class ValuesOfCorrectType(ValidationContext context) : ValidationRule(context, "Values-of-Correct-Type")
{
    private const int LongestShown = 60;

    public override void Value(ValueNode value, GraphType? type)
    {
        if (type is null || value is VariableNode)
        {
            return;
        }

        if (value is NullNode)
        {
            if (type.IsNonNull)
            {
                Report($"Expected a value of type \"{type}\", found null.", value);
            }

            return;
        }

        // A list takes a single value for a list of one, however deep.
        if (value is ListNode)
        {
            if (type.Nullable is not ListType)
            {
                Report($"Expected a value of type \"{type}\", found a list.", value);
            }

            return;
        }

        switch (type.Named)
        {
            case ScalarType scalar when scalar.Parse(value) is null:
                Report($"Expected a value of type \"{scalar}\", found {Shown(value)}.", value);
                break;
            case EnumType enumType when value is not EnumNode name || !enumType.TryParse(name.Name, out _):
                Report($"Expected a value of the enum \"{enumType}\", found {Shown(value)}.", value);
                break;
            case InputObjectType input when value is ObjectNode obj:
                Object(obj, input);
                break;
            case InputObjectType input:
                Report($"Expected a value of type \"{input}\", found {Shown(value)}.", value);
                break;
        }
    }

    private static string Shown(ValueNode value)
    {
        string text = Literals.Print(value);
        if (text.Length <= LongestShown)
        {
            return text;
        }

        // Not between the halves of a surrogate pair: the message must still be text.
        int length = char.IsHighSurrogate(text[LongestShown - 1]) ? LongestShown - 1 : LongestShown;
        return $"{text[..length]}...";
    }

    private void Object(ObjectNode obj, InputObjectType input)
    {
        foreach (ObjectFieldNode field in obj.Fields.Where(field => input.FieldOrNull(field.Name) is null))
        {
            Context.Report($"The input type \"{input}\" has no field \"{field.Name}\".", "Input-Object-Field-Names", [field]);
        }

        foreach (InputValue required in input.Fields.Where(field => field.IsRequired))
        {
            if (obj.Fields.All(field => field.Name != required.Name))
            {
                Context.Report($"The field \"{required.Name}\" of type \"{required.Type}\" of \"{input}\" is required.", "Input-Object-Required-Fields", [obj]);
            }
        }

        // A name that stands twice is the business of another rule.
        if (input.IsOneOf && (obj.Fields.DistinctBy(field => field.Name, StringComparer.Ordinal).Count() != 1 || obj.Fields[^1].Value is NullNode))
        {
            Report($"Exactly one field of \"{input}\" must be given, and not as null.", obj);
        }
    }
}

internal sealed class UniqueInputFieldNames(ValidationContext context) : ValidationRule(context, "Input-Object-Field-Uniqueness")
{
    public override void Value(ValueNode value, GraphType? type)
    {
        if (value is not ObjectNode obj)
        {
            return;
        }

        foreach (var same in obj.Fields.GroupBy(field => field.Name, StringComparer.Ordinal))
        {
            foreach (ObjectFieldNode again in same.Skip(1))
            {
                Report($"There can be only one input field named \"{same.Key}\".", same.First(), again);
            }
        }
    }
}
