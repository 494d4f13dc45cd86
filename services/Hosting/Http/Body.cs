using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Http;

/// <summary>A request body that was read, or the reason why not; <see cref="CommandFilter{TDb}"/> answers with that before the handler runs.</summary>
public interface IBody
{
    IResult? Refusal { get; }

    /// <summary>What was sent, or a digest that stands for it; empty when it could not be read at all. By this the same request is known for its Idempotency-Key.</summary>
    ReadOnlyMemory<byte> Bytes { get; }
}

/// <summary>
/// An argument of a handler that does before the transaction what would hold it open for long. Nothing is locked meanwhile: the handler looks again at what it relied on.
/// </summary>
public interface IPreparation
{
    /// <param name="body">A body that was not refused; of a command without one, null.</param>
    Task PrepareAsync(IBody? body, CancellationToken cancellationToken);
}

/// <summary>
/// The body of a command: first judged as a whole (size, encoding, syntax, duplicate keys), then field by field with everything at once,
/// form and content together (DESIGN 8).
/// </summary>
public sealed class Body<T> : IBody where T : class
{
    /// <summary>A melding with its longest text fits ten times.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly T? _value;

    private Body(T? value, IResult? refusal, ReadOnlyMemory<byte> bytes)
    {
        _value = value;
        Refusal = refusal;
        Bytes = bytes;
    }

    public T Value => _value ?? throw new InvalidOperationException("The command filter answers a body that was refused.");

    public IResult? Refusal { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static async ValueTask<Body<T>> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            return Refused(Problems.GeenJson());
        }

        if (await RequestBytes.ReadAsync(context.Request, MaxBytes, context.RequestAborted) is not { } bytes)
        {
            return Refused(Problems.TeGroot(MaxBytes));
        }

        var caller = context.User.FindFirst("sub") is null ? null : Caller.From(context.User);
        var input = JsonInput<T>.Read(bytes, context.RequestServices.GetService<IValidator<T>>(), caller);
        return input switch
        {
            { Unreadable: { } reason } => Refused(Problems.Onleesbaar(reason)),
            { Errors.Count: > 0 } => Refused(Problems.OngeldigeInvoer(input.Errors), bytes),
            _ => new Body<T>(input.Value, null, bytes),
        };
    }

    private static Body<T> Refused(IResult refusal, ReadOnlyMemory<byte> bytes = default) => new(null, refusal, bytes);
}
