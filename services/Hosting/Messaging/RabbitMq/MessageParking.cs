using System.Text;
using System.Text.Json;
using Draaiboek.Hosting.Databases;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting.Messaging;

/// <summary>
/// Puts a message that can't be dealt with in the service's database, with a reason code, and only then lets go of it on the broker.
/// While the database is away it holds on: nothing is lost between the two.
/// </summary>
internal sealed partial class MessageParking(OutboxOwner owner, Func<ParkedRow, CancellationToken, Task> save, TimeProvider time, ILogger<MessageParking> logger)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    /// <summary>For what a consumer, or reading the message, failed on.</summary>
    public IFilter<ExceptionReceiveContext> AfterFault => new FaultFilter(this);

    /// <summary>For what nobody here takes, with that reason.</summary>
    public IFilter<ReceiveContext> WithoutConsumer(string reason) => new SkippedFilter(this, reason);

    public static MessageParking Of<TDb>(IServiceProvider services) where TDb : ServiceDbContext
        => new(
            services.GetRequiredService<OutboxOwner>(),
            async (row, cancellationToken) =>
            {
                await using var scope = services.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<TDb>();
                await scope.ServiceProvider.GetRequiredService<WriteTransaction<TDb>>().RunAsync(
                    async token =>
                    {
                        // Parked before, and the broker was not told in time.
                        if (row.MessageId is null || !await db.Parked.AnyAsync(parked => parked.MessageId == row.MessageId && parked.Queue == row.Queue, token))
                        {
                            db.Parked.Add(row);
                        }
                    },
                    cancellationToken);
            },
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<MessageParking>>());

    private async Task ParkAsync(ReceiveContext context, string reason)
    {
        var queue = context.InputAddress.AbsolutePath.Split('/')[^1];
        // Not the body's own GetString: of what comes from RabbitMQ that is the name of its type.
        var row = AsRow(Encoding.UTF8.GetString(context.Body.GetBytes()), queue, reason, time.GetUtcNow());
        while (true)
        {
            try
            {
                await save(row, context.CancellationToken);
                Parked(logger, owner.Service, row.MessageId, queue, row.MessageType ?? "onbekend", reason);
                return;
            }
            catch (Exception fault) when (DatabaseFaults.IsAway(fault))
            {
                await Task.Delay(Wait, time, context.CancellationToken);
            }
        }
    }

    /// <summary>The message out of its envelope; what is no envelope, as it came.</summary>
    private static ParkedRow AsRow(string body, string queue, string reason, DateTimeOffset now)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            var root = envelope.RootElement;
            if (root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("message", out var message)
                && root.TryGetProperty("messageId", out var id) && id.TryGetGuid(out var messageId)
                && root.TryGetProperty("messageType", out var types) && types.ValueKind == JsonValueKind.Array)
            {
                var urn = types.EnumerateArray().Select(type => type.GetString() ?? "").FirstOrDefault(MessageCatalog.Knows);
                return new ParkedRow { MessageId = messageId, Queue = queue, MessageType = urn, Body = message.GetRawText(), ReasonCode = reason, GeparkeerdOp = now };
            }
        }
        catch (JsonException)
        {
            // Kept as it came.
        }

        // PostgreSQL takes no NUL in a text.
        return new ParkedRow { Queue = queue, Body = body.Replace('\0', ' '), ReasonCode = reason, GeparkeerdOp = now };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Dienst {Service}: bericht {MessageId} uit wachtrij {Queue} ({MessageType}) is geparkeerd: {Reason}. Los de oorzaak op en speel het opnieuw af met POST /api/beheer/{Service}/geparkeerd/opnieuw.")]
    private static partial void Parked(ILogger logger, string service, Guid? messageId, string queue, string messageType, string reason);

    private sealed class FaultFilter(MessageParking parking) : IFilter<ExceptionReceiveContext>
    {
        public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
        {
            await parking.ParkAsync(context, ReasonCodes.Of(context.Exception));
            if (!context.IsFaulted)
            {
                // What could not even be read is otherwise taken for a message without a consumer as well, and parked again.
                await context.NotifyFaulted(context.Exception);
            }
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("draaiboek-parking");
    }

    private sealed class SkippedFilter(MessageParking parking, string reason) : IFilter<ReceiveContext>
    {
        public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => parking.ParkAsync(context, reason);

        public void Probe(ProbeContext context) => context.CreateFilterScope("draaiboek-parking");
    }
}
