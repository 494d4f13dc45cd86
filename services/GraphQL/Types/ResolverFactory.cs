using System.Collections;
using System.Reflection;
using System.Security.Claims;
using Draaiboek.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.GraphQL.Types;

/// <summary>Resolvers that call C# members.</summary>
internal sealed class ResolverFactory(InputFactory inputs)
{
    public static readonly MethodInfo TaskResult = typeof(ResolverFactory).GetMethod(nameof(OfTask), BindingFlags.NonPublic | BindingFlags.Static)!;
    public static readonly MethodInfo ValueTaskResult = typeof(ResolverFactory).GetMethod(nameof(OfValueTask), BindingFlags.NonPublic | BindingFlags.Static)!;
    public static readonly MethodInfo AsyncList = typeof(ResolverFactory).GetMethod(nameof(OfAsyncEnumerable), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static readonly MethodInfo ReadOf = typeof(ResolverFactory).GetMethod(nameof(OfGetter), BindingFlags.NonPublic | BindingFlags.Static)!;
    public static readonly MethodInfo Page = typeof(Paging).GetMethod(nameof(Paging.PageAsync))!;

    private delegate ValueTask<object?> Awaiter(object? result, CancellationToken cancellationToken);

    private delegate ValueTask<object?> PagedAwaiter(object? result, ResolverContext context);

    private delegate ValueTask<object?> Cutter(object? result, PageRequest page, CancellationToken cancellationToken);

    public FieldResolver ForProperty(PropertyInfo property, bool onQueryClass)
    {
        MethodInfo getter = property.GetMethod!;
        if (getter.IsStatic || !onQueryClass)
        {
            // The invoker skips the checks that PropertyInfo.GetValue repeats for every row of every answer.
            var invoker = MethodInvoker.Create(getter);
            Awaiter awaiter = AwaiterFor(property.PropertyType);
            return new FieldResolver(
                context => awaiter(invoker.Invoke(getter.IsStatic ? null : context.Parent), context.CancellationToken),
                Waits: Waits(property.PropertyType))
            {
                Read = getter.IsStatic || Waits(property.PropertyType) || ClrShape.ItemType(property.PropertyType) is not null ? null : Reader(getter),
            };
        }

        return ForMethod(getter, [], onQueryClass);
    }

    /// <summary>On a query class there is no parent object: an instance is made for every call.</summary>
    public FieldResolver ForMethod(MethodInfo method, IReadOnlyList<BoundArgument> arguments, bool onQueryClass, (Type Item, UsePagingAttribute Paging)? page = null)
    {
        // By position: reflection gives two threads that ask at the same time each their own ParameterInfo.
        Func<ResolverContext, IServiceProvider?, object?>[] parameters =
            [.. method.GetParameters().Select(parameter => Parameter(parameter, arguments.FirstOrDefault(argument => argument.Parameter.Position == parameter.Position)))];
        bool needsInstance = onQueryClass && !method.IsStatic;
        bool usesServices = needsInstance || method.GetParameters().Any(inputs.IsService);
        var invoker = MethodInvoker.Create(method);
        PagedAwaiter awaiter = page is { } paged ? Paged(method.ReturnType, paged.Item, paged.Paging) : NotPaged(AwaiterFor(method.ReturnType));
        ObjectFactory? queryClass = needsInstance ? ActivatorUtilities.CreateFactory(method.ReflectedType!, Type.EmptyTypes) : null;

        return new FieldResolver(Resolve, usesServices, IsMethod: true, Waits(method.ReturnType));

        async ValueTask<object?> Resolve(ResolverContext context)
        {
            if (!usesServices)
            {
                return await Call(context, services: null, context.Parent);
            }

            // A scope for each call: a DbContext is never shared by two resolvers that run at the same time.
            await using AsyncServiceScope scope = context.Services.CreateAsyncScope();
            object? target = queryClass is null ? context.Parent : queryClass(scope.ServiceProvider, arguments: null);
            try
            {
                return await Call(context, scope.ServiceProvider, target);
            }
            finally
            {
                if (queryClass is not null)
                {
                    await DisposeAsync(target);
                }
            }
        }

        ValueTask<object?> Call(ResolverContext context, IServiceProvider? services, object? target)
        {
            object?[] values = new object?[parameters.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = parameters[i](context, services);
            }

            return awaiter(invoker.Invoke(method.IsStatic ? null : target, values.AsSpan()), context);
        }
    }

    /// <summary>The getter as a delegate of its own types: what most of every answer is made of.</summary>
    private static Func<object, object?>? Reader(MethodInfo getter) => getter.DeclaringType is { IsValueType: false } declaring
        ? ReadOf.MakeGenericMethod(declaring, getter.ReturnType).CreateDelegate<Func<MethodInfo, Func<object, object?>>>()(getter)
        : null;

    private static Func<object, object?> OfGetter<TParent, TValue>(MethodInfo getter)
        where TParent : class
    {
        Func<TParent, TValue> read = getter.CreateDelegate<Func<TParent, TValue>>();
        return parent => read((TParent)parent);
    }

    private static PagedAwaiter NotPaged(Awaiter awaiter) => (result, context) => awaiter(result, context.CancellationToken);

    private static PagedAwaiter Paged(Type returned, Type item, UsePagingAttribute paging)
    {
        Cutter cut = Page.MakeGenericMethod(item).CreateDelegate<Cutter>();

        // What comes in a task is a list by then; a query or lazy list is cut before it is read.
        Awaiter? awaiter = Waits(returned) && ClrShape.ItemType(returned) is null ? AwaiterFor(returned) : null;
        return async (result, context) =>
        {
            PageRequest page = PageRequest.From(context.Arguments, paging);
            object? list = awaiter is null ? result : Retyped(await awaiter(result, context.CancellationToken), item);
            return await cut(list, page, context.CancellationToken);
        };
    }

    /// <summary>A list that was read as objects, as the list of its items again.</summary>
    private static object? Retyped(object? list, Type item)
    {
        if (list is null || typeof(IEnumerable<>).MakeGenericType(item).IsInstanceOfType(list))
        {
            return list;
        }

        List<object?> items = [.. ((IEnumerable)list).Cast<object?>()];
        var typed = Array.CreateInstance(item, items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            typed.SetValue(items[i], i);
        }

        return typed;
    }

    private static bool Waits(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(Task<>)
            || type.GetGenericTypeDefinition() == typeof(ValueTask<>)
            || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    private static async ValueTask DisposeAsync(object? target)
    {
        if (target is IAsyncDisposable asyncDisposable)
        {
            await asyncDisposable.DisposeAsync();
        }
        else if (target is IDisposable disposable)
        {
            disposable.Dispose();
        }
    }

    private Func<ResolverContext, IServiceProvider?, object?> Parameter(ParameterInfo parameter, BoundArgument? argument)
    {
        if (argument is not null)
        {
            string name = argument.Definition.Name;
            return (context, _) => context.Arguments.TryGetValue(name, out object? value) ? argument.Bind(value) : InputBinding.Missing(parameter);
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return (context, _) => context.CancellationToken;
        }

        if (InputFactory.IsFromRequest(parameter))
        {
            bool wantsUser = parameter.ParameterType == typeof(ClaimsPrincipal);
            return (context, _) => context.HttpContext is { } http
                ? wantsUser ? http.User : http
                : throw new InvalidOperationException($"{parameter.Member.Name} needs an HttpContext, and this request did not come over HTTP.");
        }

        if (!inputs.IsService(parameter))
        {
            throw new SchemaException($"The parameter {parameter.Name} of {parameter.Member.Name} is neither an argument nor a service.");
        }

        return parameter.GetCustomAttribute<ServiceAttribute>()?.Key is { } key
            ? (_, services) => services!.GetRequiredKeyedService(parameter.ParameterType, key)
            : (_, services) => services!.GetRequiredService(parameter.ParameterType);
    }

    /// <summary>Waits for the result, and reads a lazy list while the scope that it may read from still lives.</summary>
    private static Awaiter AwaiterFor(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
        {
            return TaskResult.MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Awaiter>();
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            return ValueTaskResult.MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Awaiter>();
        }

        return MaterializeAsync;
    }

    private static async ValueTask<object?> OfTask<T>(object? task, CancellationToken cancellationToken) =>
        await MaterializeAsync(await (Task<T>)task!, cancellationToken);

    private static async ValueTask<object?> OfValueTask<T>(object? task, CancellationToken cancellationToken) =>
        await MaterializeAsync(await (ValueTask<T>)task!, cancellationToken);

    private static ValueTask<object?> MaterializeAsync(object? value, CancellationToken cancellationToken)
    {
        if (value is null or string or ICollection || value.GetType().IsPrimitive)
        {
            return new ValueTask<object?>(value);
        }

        Type? asynchronous = value.GetType().GetInterfaces()
            .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
        if (asynchronous is not null)
        {
            return AsyncList.MakeGenericMethod(asynchronous.GetGenericArguments()).CreateDelegate<Awaiter>()(value, cancellationToken);
        }

        return new ValueTask<object?>(value is IEnumerable sequence ? sequence.Cast<object?>().ToList() : value);
    }

    private static async ValueTask<object?> OfAsyncEnumerable<T>(object? sequence, CancellationToken cancellationToken)
    {
        var items = new List<object?>();
        await foreach (T item in ((IAsyncEnumerable<T>)sequence!).WithCancellation(cancellationToken))
        {
            items.Add(item);
        }

        return items;
    }
}
