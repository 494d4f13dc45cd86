using System.Text;
using System.Text.Json;
using Draaiboek.Assessments;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Inrichting;
using Draaiboek.Tests.Support;
using Draaiboek.Tests.Support.Distributed;
using Draaiboek.Tests.Support.PrivateServers;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace Draaiboek.Tests.Infra;

/// <summary>What each user of the broker may touch: its own, tried for every pair (docs/adr/0010).</summary>
public sealed class RechtenTests(RechtenTests.Broker broker) : IClassFixture<RechtenTests.Broker>
{
    private const int Refused = 403;

    private const string Centrum = "payoke";

    public static TheoryData<string, string> Paren()
    {
        var paren = new TheoryData<string, string>();
        foreach (var (een, ander) in Postvak.Diensten.SelectMany(een => Postvak.Diensten.Where(ander => ander != een).Select(ander => (een, ander))))
        {
            paren.Add(een, ander);
        }

        return paren;
    }

    public static TheoryData<string> Diensten() => [.. Postvak.Diensten];

    [Theory]
    [MemberData(nameof(Paren))]
    public async Task Given_two_services_Then_the_one_can_touch_nothing_of_the_other(string een, string ander)
    {
        broker.OrSkip();
        var (eigen, vreemd) = (Broker.TopologyOf(een), Broker.TopologyOf(ander));
        string[] wachtrijen = [.. vreemd.Queues.Keys, vreemd.DeadLetterQueue, vreemd.UnroutedQueue];
        foreach (var wachtrij in wachtrijen)
        {
            await GeweigerdAsync(een, $"read {wachtrij}", channel => channel.BasicGetAsync(wachtrij, autoAck: true));
            await GeweigerdAsync(een, $"consume {wachtrij}", channel => channel.BasicConsumeAsync(wachtrij, autoAck: true, new AsyncDefaultBasicConsumer(channel)));
            await GeweigerdAsync(een, $"purge {wachtrij}", channel => channel.QueuePurgeAsync(wachtrij));
            await GeweigerdAsync(een, $"delete {wachtrij}", channel => channel.QueueDeleteAsync(wachtrij));
            await GeweigerdAsync(een, $"publish to the exchange of {wachtrij}", channel => PubliceerAsync(channel, wachtrij));
            await GeweigerdAsync(een, $"bind {wachtrij} to something", channel => channel.QueueBindAsync(wachtrij, eigen.DeadLetterQueue, ""));
        }

        foreach (var exchange in vreemd.Published.Select(RabbitTopology.ExchangeOf))
        {
            await GeweigerdAsync(een, $"publish {exchange}", channel => PubliceerAsync(channel, exchange));
            await GeweigerdAsync(een, $"hear {exchange}", channel => channel.QueueBindAsync(eigen.UnroutedQueue, exchange, ""));
            await GeweigerdAsync(een, $"hear {exchange} by an exchange", channel => channel.ExchangeBindAsync(eigen.UnroutedQueue, exchange, ""));
            await GeweigerdAsync(een, $"delete {exchange}", channel => channel.ExchangeDeleteAsync(exchange));
        }

        await GeweigerdAsync(een, "make a queue there", channel => channel.QueueDeclareAsync($"{ander}-nieuw", durable: true, exclusive: false, autoDelete: false));
        await GeweigerdAsync(een, "make an exchange there", channel => channel.ExchangeDeclareAsync($"{ander}.nieuw", ExchangeType.Fanout, durable: true));
    }

    [Theory]
    [MemberData(nameof(Diensten))]
    public async Task Given_a_service_Then_it_can_do_with_its_own_what_it_must(string dienst)
    {
        broker.OrSkip();
        var eigen = Broker.TopologyOf(dienst);
        await using var connection = await broker.ConnectAsync(dienst);
        await using var channel = await Broker.ChannelAsync(connection);
        foreach (var wachtrij in (string[])[.. eigen.Queues.Keys, eigen.DeadLetterQueue, eigen.UnroutedQueue])
        {
            // As MassTransit does at each start, and after somebody deleted it.
            await channel.ExchangeDeclareAsync(wachtrij, ExchangeType.Fanout, durable: true);
            await channel.QueueDeclareAsync(wachtrij, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" });
            await channel.QueueBindAsync(wachtrij, wachtrij, "");
            await PubliceerAsync(channel, wachtrij);
        }

        foreach (var exchange in eigen.Published.Select(RabbitTopology.ExchangeOf))
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await PubliceerAsync(channel, exchange);
        }
    }

    [Theory]
    [MemberData(nameof(Diensten))]
    public async Task Given_a_service_Then_other_virtual_hosts_and_wrong_passwords_are_closed_to_it(string dienst)
    {
        broker.OrSkip();
        var settings = broker.SettingsOf(dienst);
        await using (var own = await BrokerConnection.Factory(settings).CreateConnectionAsync())
        {
            Assert.True(own.IsOpen);
        }

        foreach (var wrong in (RabbitMqSettings[])[settings with { VirtualHost = "/" }, settings with { Password = "geraden" }])
        {
            var refused = await Record.ExceptionAsync(async () =>
            {
                await using var connection = await BrokerConnection.Factory(wrong).CreateConnectionAsync();
                // The client does not always hear of the refusal before it says that it is in.
                await connection.CreateChannelAsync();
            });
            Assert.True(refused is BrokerUnreachableException or OperationInterruptedException, $"{wrong} came in: {refused}");
        }
    }

    [Fact]
    public async Task Given_a_centre_that_asked_for_a_queue_When_requests_are_published_Then_its_user_reads_those_of_its_own_centre_and_can_do_nothing_else()
    {
        broker.OrSkip();
        await using (var connection = await broker.ConnectAsync(AssessmentService.Name))
        {
            await using var channel = await Broker.ChannelAsync(connection);
            foreach (var centrum in InrichtingSettings.AlleCentra)
            {
                // By the routing key that the bus gives: see Given_a_centres_queue_When_a_melding_for_it_is_registered in the tests of the bus.
                await PubliceerAsync(channel, RabbitTopology.ExchangeOf(typeof(AssessmentWerdAangevraagd)), centrum);
            }
        }

        await using (var connection = await broker.ConnectAsync("centrum-" + Centrum))
        {
            await using var channel = await Broker.ChannelAsync(connection);
            var gekregen = await ServicesFixture.EventuallyAsync("a request in the centre's queue", async () => await channel.BasicGetAsync("assessment." + Centrum, autoAck: true));
            Assert.Equal(Centrum, Encoding.UTF8.GetString(gekregen.Body.Span));
            Assert.Null(await channel.BasicGetAsync("assessment." + Centrum, autoAck: true));
        }

        await GeweigerdAsync("centrum-" + Centrum, "publish a request", channel => PubliceerAsync(channel, RabbitTopology.ExchangeOf(typeof(AssessmentWerdAangevraagd))));
        await GeweigerdAsync("centrum-" + Centrum, "delete its queue", channel => channel.QueueDeleteAsync("assessment." + Centrum));
        await GeweigerdAsync("centrum-" + Centrum, "make a queue", channel => channel.QueueDeclareAsync("assessment.nieuw"));
        foreach (var wachtrij in Postvak.Diensten.SelectMany(dienst => Broker.TopologyOf(dienst).Queues.Keys))
        {
            await GeweigerdAsync("centrum-" + Centrum, $"read {wachtrij}", channel => channel.BasicGetAsync(wachtrij, autoAck: true));
        }
    }

    [Fact]
    public async Task Given_a_centre_that_no_longer_asks_for_a_queue_When_the_inrichting_runs_again_Then_it_fills_no_longer_and_what_lay_there_stays()
    {
        broker.OrSkip();
        await using var own = await Broker.StartAsync();
        await using var connection = await own.ConnectAsync(AssessmentService.Name);
        await using var channel = await Broker.ChannelAsync(connection);
        var exchange = RabbitTopology.ExchangeOf(typeof(AssessmentWerdAangevraagd));
        await PubliceerAsync(channel, exchange, Centrum);
        await own.RichtInAsync(centra: []);
        await PubliceerAsync(channel, exchange, Centrum);
        await using var centrum = await own.ConnectAsync("centrum-" + Centrum);
        await using var lezer = await Broker.ChannelAsync(centrum);
        Assert.NotNull(await lezer.BasicGetAsync("assessment." + Centrum, autoAck: true));
        Assert.Null(await lezer.BasicGetAsync("assessment." + Centrum, autoAck: true));
    }

    [Fact]
    public async Task Given_an_inrichting_When_it_runs_again_Then_messages_stay_and_nothing_else_changes()
    {
        broker.OrSkip();
        await using var own = await Broker.StartAsync();
        await using var connection = await own.ConnectAsync(AssessmentService.Name);
        await using var channel = await Broker.ChannelAsync(connection);
        await PubliceerAsync(channel, "assessment-dead-letter");
        var voor = await own.DefinitionsAsync();
        await own.RichtInAsync([Centrum]);
        Assert.Equal(voor, await own.DefinitionsAsync());
        Assert.NotNull(await channel.BasicGetAsync("assessment-dead-letter", autoAck: true));
    }

    /// <summary>A refusal closes the channel, so each try has its own.</summary>
    private async Task GeweigerdAsync(string gebruiker, string wat, Func<IChannel, Task> act)
    {
        await using var connection = await broker.ConnectAsync(gebruiker);
        await using var channel = await Broker.ChannelAsync(connection);
        var refused = await Record.ExceptionAsync(() => act(channel));
        var code = refused switch
        {
            OperationInterruptedException interrupted => interrupted.ShutdownReason?.ReplyCode,
            _ => channel.CloseReason?.ReplyCode,
        };
        Assert.True(code == Refused, $"{gebruiker} could {wat} ({refused?.GetType().Name ?? "no refusal"}, {code})");
    }

    private static Task PubliceerAsync(IChannel channel, string exchange, string routingKey = "")
        => channel.BasicPublishAsync(exchange, routingKey, mandatory: false, Encoding.UTF8.GetBytes(routingKey)).AsTask();

    /// <summary>A virtual host with all that the inrichting makes, and no services.</summary>
    public sealed class Broker : IAsyncLifetime, IAsyncDisposable
    {
        private readonly string _name = TestGround.NewName();
        private TestGround _ground = null!;

        public static async Task<Broker> StartAsync()
        {
            var broker = new Broker();
            await broker.InitializeAsync();
            return broker;
        }

        internal static RabbitTopology TopologyOf(string dienst) => new(dienst, Postvak.Databases[dienst].Assembly);

        internal static Task<IChannel> ChannelAsync(IConnection connection)
            => connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));

        public Broker OrSkip()
        {
            SharedServers.SkipWithout(SharedServers.Missing);
            return this;
        }

        public async Task InitializeAsync()
        {
            if (SharedServers.Missing is null)
            {
                _ground = await TestGround.GetAsync();
                await RichtInAsync([Centrum]);
            }
        }

        public async Task DisposeAsync()
        {
            if (SharedServers.Missing is null)
            {
                using var api = Api();
                await api.DeleteAsync(["vhosts", _name], CancellationToken.None);
            }
        }

        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

        internal RabbitMqSettings SettingsOf(string gebruiker) => _ground.InrichtingOf(_name).RabbitMq with { Username = gebruiker, Password = _ground.Password };

        internal Task<IConnection> ConnectAsync(string gebruiker) => BrokerConnection.Factory(SettingsOf(gebruiker)).CreateConnectionAsync();

        internal Task RichtInAsync(string[] centra)
            => BrokerInrichting.RichtInAsync(
                _ground.InrichtingOf(_name) with { Centra = centra.ToDictionary(centrum => centrum, _ => _ground.Password, StringComparer.Ordinal) },
                TextWriter.Null,
                CancellationToken.None);

        /// <summary>Everything that stands in the virtual host.</summary>
        internal async Task<string> DefinitionsAsync()
        {
            using var http = new HttpClient { BaseAddress = _ground.Rabbit.Management };
            http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_ground.Rabbit.Username}:{_ground.Rabbit.Password}")));
            using var definitions = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/api/definitions/{_name}", UriKind.Relative)));
            return string.Join('\n', definitions.RootElement.EnumerateObject()
                .Where(part => part.Value.ValueKind == JsonValueKind.Array)
                .SelectMany(part => part.Value.EnumerateArray().Select(item => $"{part.Name} {item.GetRawText()}"))
                .Order(StringComparer.Ordinal));
        }

        private ManagementApi Api() => new(_ground.Rabbit.Management, _ground.Rabbit.Username, _ground.Rabbit.Password);
    }
}
