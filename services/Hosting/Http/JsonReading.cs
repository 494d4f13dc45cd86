using System.Text.Json;
using Draaiboek.Hosting.Identity;
using FluentValidation;

namespace Draaiboek.Hosting.Http;

/// <summary>A JSON object as a request record, with everything at once that is wrong with it: its form and what its rules say (docs/adr/0009).</summary>
public sealed class JsonReading<T> where T : class
{
    private readonly JsonBinder _binder;
    private readonly Dictionary<string, List<string>> _errors;

    private JsonReading(T value, JsonBinder binder)
    {
        (Value, _binder) = (value, binder);
        _errors = binder.Errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToList(), StringComparer.Ordinal);
    }

    /// <summary>With defaults where a member did not fit; only to be used as a request when there are no <see cref="Errors"/>.</summary>
    public T Value { get; }

    /// <summary>By path, in Dutch, never an echo of what was sent.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => Distinct(_errors);

    /// <summary>Of the errors those about members that the record does not have, by the path of the object that they stand in.</summary>
    public IReadOnlyDictionary<string, string[]> Unknown => Distinct(_binder.Unknown);

    /// <param name="element">An object that was judged as a whole: no member twice, and every text is one.</param>
    /// <param name="rules">Null for a record that has none.</param>
    /// <param name="caller">Null on a route that is open to anyone.</param>
    public static JsonReading<T> Of(JsonElement element, IValidator<T>? rules, Caller? caller)
    {
        var binder = new JsonBinder();
        var reading = new JsonReading<T>((T)binder.Read(typeof(T), element), binder);
        if (rules is not null)
        {
            reading.Judge(rules, caller);
        }

        return reading;
    }

    private void Judge(IValidator<T> rules, Caller? caller)
    {
        var validation = new ValidationContext<T>(Value);
        if (caller is not null)
        {
            validation.RootContextData[nameof(Caller)] = caller;
        }

        validation.RootContextData[TextRules.Unread] = _binder.Unread;
        foreach (var failure in rules.Validate(validation).Errors)
        {
            var path = string.Join('.', failure.PropertyName.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
            // A field that did not even have the right form says so once; what its default would break is noise.
            if (_binder.Unread.Any(key => path == key || path.StartsWith(key + ".", StringComparison.Ordinal) || path.StartsWith(key + "[", StringComparison.Ordinal)))
            {
                continue;
            }

            if (!_errors.TryGetValue(path, out var messages))
            {
                _errors[path] = messages = [];
            }

            messages.Add(failure.ErrorMessage);
        }
    }

    private static Dictionary<string, string[]> Distinct(IReadOnlyDictionary<string, List<string>> errors)
        => errors.ToDictionary(pair => pair.Key, pair => pair.Value.Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
}
