using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Tests.Support.PrivateServers;
using RabbitMQ.Client;

namespace Draaiboek.Tests.Support.Distributed;

/// <summary>What passed on the broker.</summary>
/// <param name="Exchange">Where it was published.</param>
/// <param name="MessageId">Empty of what is no message.</param>
/// <param name="Text">Its properties, headers and body.</param>
internal sealed record Tapped(string Exchange, string MessageId, string Text);

/// <summary>The broker of the tests as its administrator sees it.</summary>
internal static class TestBroker
{
    /// <summary>Beside the queues of the services; gets a copy of everything that is published, once each time.</summary>
    public const string TapQueue = "meeluisteren";

    public static async Task TapAsync(RabbitMqSettings administrator, IEnumerable<RabbitTopology> topologies)
    {
        await using var connection = await BrokerConnection.Factory(administrator).CreateConnectionAsync("tests");
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(TapQueue, durable: true, exclusive: false, autoDelete: false);
        // A message that reaches a queue along two ways lies in it once.
        foreach (var exchange in topologies.SelectMany(topology => topology.Published.Select(RabbitTopology.ExchangeOf).Concat(topology.Queues.Keys)))
        {
            await channel.QueueBindAsync(TapQueue, exchange, "");
        }
    }

    /// <summary>All that passed, in order; it stays there for a next look.</summary>
    public static async Task<IReadOnlyList<Tapped>> TappedAsync(RabbitMqSettings administrator)
    {
        await using var connection = await BrokerConnection.Factory(administrator).CreateConnectionAsync("tests");
        await using var channel = await connection.CreateChannelAsync();
        var found = new List<Tapped>();
        while (await channel.BasicGetAsync(TapQueue, autoAck: false) is { } got)
        {
            var headers = got.BasicProperties.Headers?.Select(header => $"{header.Key}={(header.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : header.Value)}") ?? [];
            found.Add(new Tapped(got.Exchange, got.BasicProperties.MessageId ?? "", $"{got.RoutingKey} {string.Join(' ', headers)} {Encoding.UTF8.GetString(got.Body.Span)}"));
        }

        return found;
    }

    /// <summary>Puts bytes on a queue as somebody does who does not know our messages.</summary>
    public static async Task PutAsync(RabbitMqSettings administrator, string queue, byte[] body)
    {
        await using var connection = await BrokerConnection.Factory(administrator).CreateConnectionAsync("tests");
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.BasicPublishAsync("", queue, mandatory: true, body);
    }

    /// <summary>Every queue of the virtual host with what lies in it.</summary>
    public static async Task<IReadOnlyDictionary<string, uint>> QueuesAsync(RabbitServer server, RabbitMqSettings administrator)
    {
        using var http = Management(server);
        var queues = JsonNode.Parse(await http.GetStringAsync(new Uri(server.Management, $"/api/queues/{administrator.VirtualHost}?columns=name")))!.AsArray();
        await using var connection = await BrokerConnection.Factory(administrator).CreateConnectionAsync("tests");
        await using var channel = await connection.CreateChannelAsync();
        var found = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var name in queues.Select(queue => (string)queue!["name"]!))
        {
            // The API counts with a delay, the queue itself does not.
            found[name] = (await channel.QueueDeclarePassiveAsync(name)).MessageCount;
        }

        return found;
    }

    /// <summary>Whether the queue is there, and more than what names it is led to it.</summary>
    public static async Task<bool> IsBoundAsync(RabbitServer server, RabbitMqSettings administrator, string queue)
    {
        using var http = Management(server);
        using var answer = await http.GetAsync(new Uri(server.Management, $"/api/queues/{administrator.VirtualHost}/{queue}/bindings"));
        return answer.IsSuccessStatusCode && JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray().Count > 1;
    }

    private static HttpClient Management(RabbitServer server) => new()
    {
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{server.Username}:{server.Password}"))) },
    };
}
