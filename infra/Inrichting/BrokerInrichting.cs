using System.Text.RegularExpressions;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Inrichting;

/// <summary>The virtual host with all that the services need in it, the mark last (docs/adr/0010).</summary>
internal static class BrokerInrichting
{
    /// <summary>A message that was given out this often and never dealt with goes to the dead-letter queue. Restarts of a service count too.</summary>
    private const int DeliveryLimit = 20;

    /// <summary>For queues from which nothing may drop out: RabbitMQ 4 has a limit of its own where none is set.</summary>
    private const int NoDeliveryLimit = 1_000_000;

    private const string PerCentrumExchange = "assessment.centra";

    public static async Task RichtInAsync(InrichtingSettings settings, TextWriter output, CancellationToken cancellationToken)
    {
        var vhost = settings.RabbitMq.VirtualHost;
        using var api = new ManagementApi(settings.Management, settings.RabbitMq.Username, settings.RabbitMq.Password);
        await api.WaitAsync(cancellationToken);
        await api.PutAsync(["vhosts", vhost], new { description = "Draaiboek" }, cancellationToken);
        await GeefRechtenAsync(api, vhost, settings.RabbitMq.Username, new Rechten(".*", ".*", ".*"), cancellationToken);

        var topologies = await RabbitTopologyDeployment.DeployAsync(settings.RabbitMq, settings.Diensten.Select(dienst => (dienst.Name, dienst.Assembly)), cancellationToken);
        foreach (var (dienst, topology) in settings.Diensten.Zip(topologies))
        {
            await RichtDienstInAsync(api, vhost, dienst, topology, cancellationToken);
            await output.WriteLineAsync($"broker: {dienst.Name}, {topology.Queues.Count} wachtrijen, {topology.Published.Count} soorten berichten");
        }

        await RichtCentraInAsync(api, vhost, settings.Centra, output, cancellationToken);
        await RabbitTopologyDeployment.SetMarkAsync(settings.RabbitMq, cancellationToken);
        await output.WriteLineAsync($"broker: klaar in virtual host {vhost}");
    }

    /// <summary>A user who may touch what begins with the service's name, and nothing else; and what becomes of messages that get stuck.</summary>
    private static async Task RichtDienstInAsync(ManagementApi api, string vhost, DienstInrichting dienst, RabbitTopology topology, CancellationToken cancellationToken)
    {
        var name = Regex.Escape(dienst.Name);
        await MaakGebruikerAsync(api, dienst.Name, dienst.RabbitMqPassword, cancellationToken);
        await GeefRechtenAsync(api, vhost, dienst.Name, new Rechten($"^{name}[.-].*", $"^{name}[.-].*", $"^{name}-.*"), cancellationToken);

        await api.PutAsync(
            ["policies", vhost, dienst.Name + "-delivery-limit"],
            Policy($"^{name}-(?!dead-letter$)", "queues", new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["delivery-limit"] = DeliveryLimit,
                ["dead-letter-exchange"] = topology.DeadLetterQueue,
                // Both belong together: a dead letter is let go of only when it lies in the other queue.
                ["dead-letter-strategy"] = "at-least-once",
                ["overflow"] = "reject-publish",
            }),
            cancellationToken);
        await api.PutAsync(
            ["policies", vhost, dienst.Name + "-keep"],
            Policy($"^{name}(-dead-letter$|\\.)", "queues", new Dictionary<string, object>(StringComparer.Ordinal) { ["delivery-limit"] = NoDeliveryLimit }),
            cancellationToken);
        await api.PutAsync(
            ["policies", vhost, dienst.Name + "-unrouted"],
            Policy($"^{name}-(?!dead-letter$|unrouted$)", "exchanges", new Dictionary<string, object>(StringComparer.Ordinal) { ["alternate-exchange"] = topology.UnroutedQueue }),
            cancellationToken);
    }

    /// <summary>
    /// A queue for each centre that asked for one, with its requests for assessment only and a user who may only read it. It fills from then on;
    /// of a centre that is no longer named the queue stays and no longer fills.
    /// </summary>
    private static async Task RichtCentraInAsync(ManagementApi api, string vhost, IReadOnlyDictionary<string, string> centra, TextWriter output, CancellationToken cancellationToken)
    {
        await api.PutAsync(["exchanges", vhost, PerCentrumExchange], new { type = "direct", durable = true, auto_delete = false }, cancellationToken);
        await api.PostAsync(
            ["bindings", vhost, "e", RabbitTopology.ExchangeOf(typeof(AssessmentWerdAangevraagd)), "e", PerCentrumExchange],
            new { routing_key = "" },
            cancellationToken);
        foreach (var centrum in InrichtingSettings.AlleCentra)
        {
            var queue = "assessment." + centrum;
            if (centra.TryGetValue(centrum, out var password))
            {
                await api.PutAsync(
                    ["queues", vhost, queue],
                    new { durable = true, auto_delete = false, arguments = new Dictionary<string, object>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" } },
                    cancellationToken);
                await api.PostAsync(["bindings", vhost, "e", PerCentrumExchange, "q", queue], new { routing_key = centrum }, cancellationToken);
                await MaakGebruikerAsync(api, "centrum-" + centrum, password, cancellationToken);
                await GeefRechtenAsync(api, vhost, "centrum-" + centrum, new Rechten("", "", $"^{Regex.Escape(queue)}$"), cancellationToken);
                await output.WriteLineAsync($"broker: wachtrij {queue} voor gebruiker centrum-{centrum}");
            }
            else if (await api.DeleteAsync(["bindings", vhost, "e", PerCentrumExchange, "q", queue, centrum], cancellationToken))
            {
                await output.WriteLineAsync($"broker: wachtrij {queue} loopt niet meer vol; wat er ligt, blijft liggen");
            }
        }
    }

    private static Task MaakGebruikerAsync(ManagementApi api, string name, string password, CancellationToken cancellationToken)
        => api.PutAsync(["users", name], new { password, tags = "" }, cancellationToken);

    private static Task GeefRechtenAsync(ManagementApi api, string vhost, string user, Rechten rechten, CancellationToken cancellationToken)
        => api.PutAsync(["permissions", vhost, user], new { configure = rechten.Configure, write = rechten.Write, read = rechten.Read }, cancellationToken);

    private static Dictionary<string, object> Policy(string pattern, string applyTo, Dictionary<string, object> definition)
        => new(StringComparer.Ordinal) { ["pattern"] = pattern, ["apply-to"] = applyTo, ["definition"] = definition, ["priority"] = 1 };

    /// <summary>Patterns of names; empty for none.</summary>
    private sealed record Rechten(string Configure, string Write, string Read);
}
