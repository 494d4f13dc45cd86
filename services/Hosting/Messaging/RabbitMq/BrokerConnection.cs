using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Draaiboek.Hosting.Messaging;

/// <summary>What the settings mean for a connection, for MassTransit's and for a look of our own.</summary>
internal static class BrokerConnection
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    public static void Configure(IRabbitMqBusFactoryConfigurator rabbit, RabbitMqSettings settings, string name)
        => rabbit.Host(settings.Host, settings.Port, settings.VirtualHost, name, host =>
        {
            host.Username(settings.Username);
            host.Password(settings.Password);
            host.PublisherConfirmation = true;
            host.RequestedConnectionTimeout(Timeout);
            host.Heartbeat(Heartbeat);
            if (settings.Tls)
            {
                host.UseSsl(static _ => { });
            }
        });

    /// <summary>A connection beside MassTransit's; it does not come back by itself.</summary>
    public static ConnectionFactory Factory(RabbitMqSettings settings) => new()
    {
        HostName = settings.Host,
        Port = settings.Port,
        VirtualHost = settings.VirtualHost,
        UserName = settings.Username,
        Password = settings.Password,
        RequestedConnectionTimeout = Timeout,
        AutomaticRecoveryEnabled = false,
        Ssl = new SslOption(settings.Host, enabled: settings.Tls),
    };

    /// <summary>Looks whether the broker lets us in and the exchange is there; null when so, otherwise a reason for the operator.</summary>
    public static async Task<string?> FindTroubleAsync(RabbitMqSettings settings, string exchange, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Factory(settings).CreateConnectionAsync($"draaiboek {settings.Username} kijkt", cancellationToken);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            await channel.ExchangeDeclarePassiveAsync(exchange, cancellationToken);
            return null;
        }
        catch (BrokerUnreachableException unreachable)
        {
            return unreachable.InnerException is AuthenticationFailureException
                ? "de broker weigert gebruiker of wachtwoord"
                : "de broker is onbereikbaar";
        }
        catch (OperationInterruptedException refused)
        {
            return refused.ShutdownReason?.ReplyCode == Constants.NotFound
                ? "de topologie van deze versie staat er niet; voer de inrichting uit"
                : $"de broker weigert met code {refused.ShutdownReason?.ReplyCode}";
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return $"de broker antwoordt niet ({fault.GetType().Name})";
        }
    }
}
