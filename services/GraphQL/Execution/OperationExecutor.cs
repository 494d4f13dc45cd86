using System.Collections;
using Draaiboek.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Draaiboek.GraphQL.Execution;

/// <summary>
/// Section 6.3 and 6.4: resolves the fields of one operation and completes their values. Nothing here changes data,
/// so fields of one object run at the same time; a property is read on the spot.
/// </summary>
internal sealed partial class OperationExecutor : IDisposable
{
    /// <summary>Stands for a value that failed and whose error is recorded: null where that is allowed, else its parent fails too.</summary>
    private static readonly object s_failed = new();

    private static readonly Dictionary<string, object?> s_noArguments = new(StringComparer.Ordinal);

    private readonly GraphQLSchema _schema;
    private readonly FieldCollector _collector;
    private readonly InputCoercion _coercion;
    private readonly ErrorList _errors;
    private readonly IServiceProvider _services;
    private readonly HttpContext? _httpContext;
    private readonly ILogger _logger;
    private readonly CancellationToken _cancellationToken;

    // Bounds the scopes, and with them the database connections, that one request can hold.
    private readonly SemaphoreSlim _slots;

    public OperationExecutor(
        GraphQLSchema schema,
        GraphQLOptions options,
        FieldCollector collector,
        InputCoercion coercion,
        IServiceProvider services,
        HttpContext? httpContext,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        _schema = schema;
        _collector = collector;
        _coercion = coercion;
        _services = services;
        _httpContext = httpContext;
        _logger = logger;
        _cancellationToken = cancellationToken;
        _errors = new ErrorList(options.MaxFieldErrors);
        _slots = new SemaphoreSlim(options.MaxConcurrentResolvers);
    }

    public async Task<(ResultObject? Data, IReadOnlyList<GraphQLError> Errors)> ExecuteAsync(IReadOnlyList<FieldGroup> rootFields)
    {
        object? data = await ObjectAsync(_schema.Query, parent: null, rootFields, path: null, isRoot: true);
        return (data as ResultObject, _errors.Sorted());
    }

    public void Dispose() => _slots.Dispose();

    private async ValueTask<object?> ObjectAsync(ObjectType type, object? parent, IReadOnlyList<FieldGroup> fields, ResponsePath? path, bool isRoot = false)
    {
        var result = new ResultObject(fields);
        bool hasFailed = false;
        List<(int Index, Task<object?> Task)>? pending = null;
        for (int i = 0; i < fields.Count; i++)
        {
            FieldGroup field = fields[i];
            if (TryLeaf(type, parent, field, out object? leaf))
            {
                result.Values[i] = leaf;
                continue;
            }

            var fieldPath = new ResponsePath(path, field.ResponseName);

            // A resolver that does not wait itself would keep its neighbours waiting; the roots are where the work is.
            bool onPool = isRoot && fields.Count > 1 && field.Definition.Resolver?.IsMethod == true;
            ValueTask<object?> value = onPool
                ? new ValueTask<object?>(Task.Run(() => FieldAsync(parent, field, fieldPath).AsTask(), CancellationToken.None))
                : FieldAsync(parent, field, fieldPath);
            if (value.IsCompletedSuccessfully)
            {
                object? completed = value.Result;
                result.Values[i] = completed;
                hasFailed |= completed == s_failed;
            }
            else
            {
                (pending ??= []).Add((i, value.AsTask()));
            }
        }

        foreach ((int index, Task<object?> task) in pending ?? [])
        {
            object? completed = await task;
            result.Values[index] = completed;
            hasFailed |= completed == s_failed;
        }

        return hasFailed ? s_failed : result;
    }

    /// <summary>
    /// The short way for what most of an answer is: a property with a value of its type. Whatever is not so plain (null where it must not be,
    /// an exception, a value that does not fit) is left to the long way, which looks again and says what is wrong.
    /// </summary>
    private static bool TryLeaf(ObjectType type, object? parent, FieldGroup field, out object? leaf)
    {
        leaf = field.Definition == Introspection.TypeName ? type.Name : null;
        if (leaf is not null)
        {
            return true;
        }

        if (field.ReadLeaf is not { } read || parent is null)
        {
            return false;
        }

        object? value;
        try
        {
            value = read(parent);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return false;
        }

        GraphType fieldType = field.Definition.Type;
        if (value is null)
        {
            return !fieldType.IsNonNull;
        }

        leaf = fieldType.Nullable is ScalarType scalar ? scalar.Serialize(value) : ((EnumType)fieldType.Nullable).NameOf(value);
        return leaf is not null;
    }

    private async ValueTask<object?> FieldAsync(object? parent, FieldGroup field, ResponsePath path)
    {
        object? value;
        try
        {
            _cancellationToken.ThrowIfCancellationRequested();
            value = await ResolveAsync(field.Definition.Resolver!, parent, field);
            value = await CompleteAsync(field.Definition.Type, value, field, path);
        }
        catch (CoercionException exception)
        {
            value = Fail(field, path, $"The argument \"{exception.Path}\" has an invalid value. {exception.Message}", ErrorCodes.InvalidArgument, exception.Location);
        }
        catch (GraphQLException exception)
        {
            value = Fail(field, path, exception.Errors);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !_cancellationToken.IsCancellationRequested)
        {
            // What went wrong is for the log; the client learns that something did.
            LogUnexpected(exception, string.Join('.', path.ToList()));
            value = Fail(field, path, "Unexpected Execution Error", ErrorCodes.Unexpected);
        }

        return value == s_failed && !field.Definition.Type.IsNonNull ? null : value;
    }

    private async ValueTask<object?> ResolveAsync(FieldResolver resolver, object? parent, FieldGroup field)
    {
        if (resolver.Read is { } read && parent is not null)
        {
            return read(parent);
        }

        IReadOnlyDictionary<string, object?> arguments = field.Definition.Arguments.Count == 0 ? s_noArguments : field.Arguments(_coercion);
        var context = new ResolverContext(_schema, parent, arguments, _services, _httpContext, _cancellationToken);
        if (!resolver.UsesServices)
        {
            return await resolver.Resolve(context);
        }

        await _slots.WaitAsync(_cancellationToken);
        try
        {
            return await resolver.Resolve(context);
        }
        finally
        {
            _slots.Release();
        }
    }

    private ValueTask<object?> CompleteAsync(GraphType type, object? value, FieldGroup field, ResponsePath path)
    {
        if (value is null)
        {
            return new ValueTask<object?>(type.IsNonNull
                ? Fail(field, path, $"Cannot return null for the non-null field \"{field.Node.Name}\".", ErrorCodes.NonNullViolation)
                : null);
        }

        return type.Nullable switch
        {
            ListType list => ListAsync(list, value, field, path),
            ScalarType scalar => new ValueTask<object?>(scalar.Serialize(value) ?? InvalidLeaf(scalar, field, path)),
            EnumType enumType => new ValueTask<object?>(enumType.NameOf(value) ?? InvalidLeaf(enumType, field, path)),
            ObjectType obj => SelectionAsync(obj, value, field, path),
            NamedType named => AbstractAsync(named, value, field, path),
            _ => throw new InvalidOperationException($"{type} is no output type."),
        };
    }

    private async ValueTask<object?> ListAsync(ListType type, object value, FieldGroup field, ResponsePath path)
    {
        if (value is not IEnumerable sequence)
        {
            return Fail(field, path, $"The field \"{field.Node.Name}\" did not return a list.", ErrorCodes.InvalidLeaf);
        }

        var results = new List<object?>();
        List<(int Index, Task<object?> Task)>? pending = null;
        foreach (object? item in sequence)
        {
            // A long list of plain objects never waits, and so would never notice that nobody listens any more.
            _cancellationToken.ThrowIfCancellationRequested();
            int index = results.Count;
            ValueTask<object?> completed = CompleteAsync(type.Item, item, field, new ResponsePath(path, index));
            if (completed.IsCompletedSuccessfully)
            {
                results.Add(completed.Result);
            }
            else
            {
                results.Add(item: null);
                (pending ??= []).Add((index, completed.AsTask()));
            }
        }

        foreach ((int index, Task<object?> task) in pending ?? [])
        {
            results[index] = await task;
        }

        object?[] array = [.. results];
        for (int i = 0; i < array.Length; i++)
        {
            if (array[i] == s_failed)
            {
                if (type.Item.IsNonNull)
                {
                    return s_failed;
                }

                array[i] = null;
            }
        }

        return array;
    }

    private ValueTask<object?> AbstractAsync(NamedType type, object value, FieldGroup field, ResponsePath path)
    {
        ObjectType? actual = _schema.TypeOf(value);
        return actual is not null && _schema.IsPossible(type, actual)
            ? SelectionAsync(actual, value, field, path)
            : new ValueTask<object?>(Fail(field, path, $"The field \"{field.Node.Name}\" returned an object that is no \"{type}\".", ErrorCodes.AbstractType));
    }

    private ValueTask<object?> SelectionAsync(ObjectType type, object value, FieldGroup field, ResponsePath path)
    {
        IReadOnlyList<FieldGroup> children;
        try
        {
            children = field.Children(type, _collector);
        }
        catch (CoercionException exception)
        {
            // @skip or @include of a variable that is null: a failure of this one object, also when it is one of a list.
            return new ValueTask<object?>(Fail(field, path, exception.Message, ErrorCodes.InvalidArgument, exception.Location));
        }

        return ObjectAsync(type, value, children, path);
    }

    private object InvalidLeaf(NamedType type, FieldGroup field, ResponsePath path) =>
        Fail(field, path, $"The field \"{field.Node.Name}\" returned a value that is no \"{type}\".", ErrorCodes.InvalidLeaf);

    private object Fail(FieldGroup field, ResponsePath path, string message, string code, SourceLocation place = default) =>
        Fail(field, path, [new GraphQLError(message, code)], place);

    private object Fail(FieldGroup field, ResponsePath path, IReadOnlyList<GraphQLError> errors, SourceLocation place = default)
    {
        foreach (GraphQLError error in errors)
        {
            _errors.Add(error with
            {
                Locations = place == default ? [.. field.Nodes.Select(node => node.Location)] : [place],
                Path = path.ToList(),
            });
        }

        return s_failed;
    }

    [LoggerMessage(1, LogLevel.Error, "A GraphQL resolver failed at {Path}.")]
    private partial void LogUnexpected(Exception exception, string path);
}
