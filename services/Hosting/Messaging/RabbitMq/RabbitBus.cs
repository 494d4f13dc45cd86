using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;

namespace Draaiboek.Hosting.Messaging;

/// <summary>
/// The bus between processes. Starts when the broker lets it in and the whole topology stands, goes on while it is away, and rebuilds itself
/// when it is back and confirms or consumers are not (docs/adr/0010).
/// </summary>
internal sealed partial class RabbitBus(
    IBusControl first,
    Func<IBusControl> another,
    IServiceProvider services,
    RabbitMqSettings settings,
    OutboxOwner owner,
    OutboxSignal signal,
    ILogger<RabbitBus> logger) : BackgroundService, IMessageTransport
{
    /// <summary>Less than what the outbox waits for a send: what takes longer is a bus that is away, not a message that is wrong.</summary>
    private static readonly TimeSpan ConfirmTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(15);
    // MassTransit mends most by itself; after this long with a broker that answers, it does not.
    private static readonly TimeSpan MendTime = TimeSpan.FromSeconds(10);

    private volatile IBusControl _bus = first;
    private volatile string? _trouble = "nog niet verbonden";
    private long _unconfirmed;

    public bool IsReady => _trouble is null;

    public string? Trouble => _trouble;

    /// <summary>The bus as it is now; after one that did not start or mend it is another.</summary>
    internal IBusControl Bus => _bus;

    // A confirm takes a round to the disk of the broker, which writes many together.
    public int MaxInFlight => 256;

    public async Task SendAsync(object message, Guid messageId, string queue, CancellationToken cancellationToken)
    {
        if (_trouble is { } trouble)
        {
            throw new TransportUnavailableException(trouble);
        }

        try
        {
            // No token goes along: a publish that is cancelled leaves the channel counting confirms wrong. The wait is bounded outside.
            await DeliverAsync(message, messageId, queue).WaitAsync(ConfirmTime, cancellationToken);
            Interlocked.Exchange(ref _unconfirmed, 0);
        }
        catch (TimeoutException)
        {
            Interlocked.Increment(ref _unconfirmed);
            throw new TransportUnavailableException("geen bevestiging van de broker");
        }
        catch (Exception fault) when (IsTheBroker(fault))
        {
            throw new TransportUnavailableException(fault.GetType().Name);
        }
    }

    /// <summary>An orderly stop: what consumers are at may finish.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _trouble = "de bus is gestopt";
        await StopBusAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        MassTransitLog.Use(services);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(stoppingToken);
                await WatchAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                Report($"de bus wil niet starten ({fault.GetType().Name})");
                await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await StopBusAsync();
            // Another one: an endpoint that was in trouble when its bus stopped is taken for started, and never starts again.
            _bus = another();
        }
    }

    /// <summary>Returns when the bus runs.</summary>
    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        while (await BrokerConnection.FindTroubleAsync(settings, RabbitTopologyDeployment.Mark, cancellationToken) is { } trouble)
        {
            Report(trouble);
            await Task.Delay(Look, cancellationToken);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartTime);
        // Its start does not always end when it is told to.
        await _bus.StartAsync(patience.Token).WaitAsync(patience.Token);
        Interlocked.Exchange(ref _unconfirmed, 0);
        Report(null);
        // What waited in the outbox need not wait for the next poll.
        signal.Set();
    }

    /// <summary>Returns when the bus must be rebuilt: the broker answers, and yet consumers or confirms have not come back by themselves.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        Stopwatch? broken = null;
        while (true)
        {
            await Task.Delay(Look, cancellationToken);
            var healthy = _bus.CheckHealth().Status == BusHealthStatus.Healthy;
            if (healthy && Interlocked.Read(ref _unconfirmed) == 0)
            {
                broken = null;
                Report(null);
                continue;
            }

            var trouble = await BrokerConnection.FindTroubleAsync(settings, RabbitTopologyDeployment.Mark, cancellationToken);
            if (!healthy)
            {
                Report(trouble ?? "de bus herstelt zich");
            }

            if (trouble is not null)
            {
                // Nothing to be done from here; the time to mend begins when the broker answers.
                broken = null;
                continue;
            }

            broken ??= Stopwatch.StartNew();
            if (broken.Elapsed > MendTime)
            {
                Rebuilding(logger, owner.Service, Interlocked.Read(ref _unconfirmed));
                Report("de bus wordt opnieuw opgebouwd");
                return;
            }
        }
    }

    private async Task StopBusAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(StopTime);
            await _bus.StopAsync(patience.Token).WaitAsync(StopTime);
        }
        catch (Exception fault)
        {
            // A bus that can't even stop is left behind; the broker takes its consumers away with the connection.
            StopFailed(logger, owner.Service, fault.GetType().Name);
        }
    }

    private async Task DeliverAsync(object message, Guid messageId, string queue)
    {
        if (queue.Length == 0)
        {
            await _bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context => Address(context, message, messageId)), CancellationToken.None);
            return;
        }

        var endpoint = await _bus.GetSendEndpoint(new Uri("exchange:" + queue));
        await endpoint.Send(message, message.GetType(), Pipe.Execute<SendContext>(context => Address(context, message, messageId)), CancellationToken.None);
    }

    private static void Address(SendContext context, object message, Guid messageId)
    {
        context.MessageId = messageId;
        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
        {
            rabbit.Mandatory = true;
        }

        if (MessageCatalog.CentrumOf(message) is { } centrum)
        {
            context.TrySetRoutingKey(centrum);
        }
    }

    /// <summary>Whether it is the broker or the way to it: returned, not confirmed, refused, gone. The message itself was not judged.</summary>
    private static bool IsTheBroker(Exception fault)
        => fault is MassTransitException or RabbitMQClientException or IOException or ObjectDisposedException or OperationCanceledException;

    private void Report(string? trouble)
    {
        var before = _trouble;
        _trouble = trouble;
        if (trouble == before)
        {
            return;
        }

        if (trouble is null)
        {
            Connected(logger, owner.Service, settings.ToString());
        }
        else
        {
            Away(logger, owner.Service, settings.ToString(), trouble);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Dienst {Service}: verbonden met de broker als {Broker}; de outbox wordt verzonden.")]
    private static partial void Connected(ILogger logger, string service, string broker);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dienst {Service}: geen bus als {Broker}: {Trouble}. Werk wordt aanvaard en wacht in de outbox; er wordt elke seconde opnieuw geprobeerd.")]
    private static partial void Away(ILogger logger, string service, string broker, string trouble);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dienst {Service}: de broker antwoordt, maar de bus kwam niet terug ({Unconfirmed} zendingen zonder bevestiging); ze wordt opnieuw opgebouwd.")]
    private static partial void Rebuilding(ILogger logger, string service, long unconfirmed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dienst {Service}: de bus stopte niet netjes ({Fault}); de broker ruimt de verbinding op.")]
    private static partial void StopFailed(ILogger logger, string service, string fault);
}
