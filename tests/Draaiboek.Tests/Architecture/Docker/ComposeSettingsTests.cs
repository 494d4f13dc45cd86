using Draaiboek.Assessments;
using Draaiboek.Gateway;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Inrichting;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Draaiboek.Tests.Architecture.Docker;

/// <summary>The settings of docker-compose, given to the code that reads them.</summary>
public sealed class ComposeSettingsTests(SecretsFixture secrets) : IClassFixture<SecretsFixture>
{
    private const string OurSettings = "Draaiboek__";

    private static readonly Dictionary<string, Func<ServiceOptions, WebApplication>> Builds = new(StringComparer.Ordinal)
    {
        [MeldingService.Name] = MeldingService.Build,
        [AssessmentService.Name] = AssessmentService.Build,
        [JuridischeSteunService.Name] = JuridischeSteunService.Build,
        [RegistratieService.Name] = RegistratieService.Build,
        ["gateway"] = GatewayService.Build,
    };

    private readonly ComposeFile _compose = new();

    public static TheoryData<string> Hosts() => [.. Builds.Keys];

    public static TheoryData<string> Own() => [.. ComposeFile.Eigen];

    public static TheoryData<string> Services() => [.. Repository.Diensten.Keys];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Given_the_settings_of_a_service_When_it_is_built_Then_none_is_missing_or_wrong(string name)
    {
        await using var app = Builds[name](new ServiceOptions { Settings = SettingsOf(name), Logging = logging => logging.ClearProviders() });
        var settings = app.Services.GetRequiredService<HostSettings>();
        if (name != "gateway")
        {
            Assert.Equal((BusChoice.RabbitMq, DatabaseChoice.Postgres), (settings.Bus, settings.Database));
            Assert.Equal((name, PostgresSettings.NameOf(PostgresSettings.DefaultPrefix, name)), (settings.RabbitMq!.Username, Role(settings.Postgres!.ConnectionString)));
            Assert.Equal(PostgresSettings.NameOf(PostgresSettings.DefaultPrefix, name), Role(settings.Postgres.KeysConnectionString));
            Assert.NotEqual(HostOf(settings.Postgres.ConnectionString), HostOf(settings.Postgres.KeysConnectionString));
        }

        Assert.NotNull(settings.OtlpEndpoint);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_a_service_without_one_of_its_secrets_When_it_is_built_Then_it_refuses(string name)
    {
        foreach (var (key, _) in ComposeFile.ReadEnv(Path.Combine(secrets.Folder, name + ".env")).Where(pair => !pair.Key.EndsWith("KeysConnectionString", StringComparison.Ordinal)))
        {
            var settings = SettingsOf(name);
            settings.Remove(key.Replace("__", ":", StringComparison.Ordinal));
            Assert.Throws<SettingsException>(() => Builds[name](new ServiceOptions { Settings = settings }));
        }
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void Given_a_setting_of_ours_Then_the_code_of_that_service_reads_it(string name)
    {
        var settings = SettingsOf(name);
        var asked = AskedBy(name, settings);
        Assert.Empty(settings.Keys.Except(asked, StringComparer.OrdinalIgnoreCase));
        Assert.True(settings.Count > 4);
    }

    [Fact]
    public void Given_the_inrichting_When_it_reads_its_settings_Then_it_gives_each_service_what_that_service_has()
    {
        var inrichting = InrichtingSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(SettingsOf("inrichting")).Build());
        Assert.Equal(Repository.Diensten.Keys.Order(StringComparer.Ordinal), inrichting.Diensten.Select(dienst => dienst.Name).Order(StringComparer.Ordinal));
        foreach (var dienst in inrichting.Diensten)
        {
            var settings = SettingsOf(dienst.Name);
            Assert.Equal(settings["Draaiboek:RabbitMq:Password"], dienst.RabbitMqPassword);
            Assert.Equal(dienst.PostgresPassword, Password(settings["Draaiboek:Postgres:ConnectionString"]!));
            Assert.Equal(dienst.PostgresPassword, Password(settings["Draaiboek:Postgres:KeysConnectionString"]!));
            Assert.Equal(HostOf(inrichting.PostgresConnectionString), HostOf(settings["Draaiboek:Postgres:ConnectionString"]!));
            Assert.Equal(HostOf(inrichting.KeysConnectionString), HostOf(settings["Draaiboek:Postgres:KeysConnectionString"]!));
            Assert.Equal(inrichting.RabbitMq.Host, settings["Draaiboek:RabbitMq:Host"]);
        }

        // The administrators are those that the servers make at their first start.
        var rabbit = _compose.Environment("rabbitmq", secrets.Folder);
        Assert.Equal((rabbit["RABBITMQ_DEFAULT_USER"], rabbit["RABBITMQ_DEFAULT_PASS"]), (inrichting.RabbitMq.Username, inrichting.RabbitMq.Password));
        foreach (var connection in new[] { inrichting.PostgresConnectionString, inrichting.KeysConnectionString })
        {
            var postgres = _compose.Environment(HostOf(connection), secrets.Folder);
            Assert.Equal((postgres["POSTGRES_USER"], postgres["POSTGRES_PASSWORD"]), (Role(connection), Password(connection)));
        }
    }

    [Fact]
    public void Given_Keycloak_Then_it_knows_the_database_that_its_server_makes()
    {
        var keycloak = _compose.Environment("keycloak", secrets.Folder);
        var server = _compose.Environment(keycloak["KC_DB_URL_HOST"], secrets.Folder);
        Assert.Equal(
            (server["POSTGRES_DB"], server["POSTGRES_USER"], server["POSTGRES_PASSWORD"]),
            (keycloak["KC_DB_URL_DATABASE"], keycloak["KC_DB_USERNAME"], keycloak["KC_DB_PASSWORD"]));
    }

    [Fact]
    public void Given_the_gateway_Then_each_cluster_leads_to_the_service_of_that_name()
    {
        var settings = SettingsOf("gateway");
        foreach (var cluster in Clusters.Alle)
        {
            Assert.Equal(cluster == Clusters.Auth ? "keycloak" : cluster, new Uri(settings[$"Draaiboek:Gateway:Clusters:{cluster}"]!).Host);
        }
    }

    [Fact]
    public void Given_the_public_address_Then_it_is_the_one_that_the_gateway_publishes()
    {
        var published = ComposeFile.Filled(ComposeFile.Strings(_compose.Service("gateway")["ports"]).Single()).Split(':');
        Assert.Equal($"http://localhost:{published[1]}/", new Uri(new Uri(SettingsOf("gateway")["Draaiboek:Identity:Authority"]!), "/").AbsoluteUri);
    }

    [Fact]
    public void Given_the_containers_Then_none_sees_a_secret_of_another_but_for_what_the_inrichting_hands_out()
    {
        var seen = _compose.Services.Keys
            .SelectMany(name => _compose.EnvFiles(name).SelectMany(file => ComposeFile.ReadEnv(Path.Combine(secrets.Folder, Path.GetFileName(file)))).SelectMany(pair => Words(pair.Value)).Distinct(StringComparer.Ordinal).Select(word => (name, word)))
            .GroupBy(item => item.word, StringComparer.Ordinal)
            .Where(group => group.Key.Length >= 44 && group.Count() > 1);
        Assert.All(seen, group =>
        {
            var who = group.Select(item => item.name).Order(StringComparer.Ordinal).ToList();
            Assert.True(who.Count == 2 && (who.Contains("inrichting") || who.SequenceEqual(["keycloak", "keycloak-databank"])), string.Join(" and ", who));
        });
    }

    private static IEnumerable<string> Words(string value) => value.Split(';').Select(part => part.Contains("Password=", StringComparison.Ordinal) ? part.Split('=', 2)[1] : part);

    /// <summary>Every key that the code of the service asks of its configuration, with these settings in it.</summary>
    private static IReadOnlySet<string> AskedBy(string name, Dictionary<string, string?> settings)
    {
        var source = new AskedKeys(settings);
        var configuration = new ConfigurationBuilder().Add(source).Build();
        switch (name)
        {
            case "inrichting":
                InrichtingSettings.Read(configuration);
                break;
            case "gateway":
                HostSettings.Read(configuration, GatewayService.DefaultUrl, (section, errors) => GatewaySettings.Read(section, errors));
                break;
            default:
                HostSettings.Read(configuration, "http://127.0.0.1:0", (section, errors) =>
                {
                    HostSettings.RequireOwnData(section, errors);
                    BusSetup.Require(section, new ServiceOptions(), errors);
                });
                break;
        }

        return source.Asked;
    }

    private Dictionary<string, string?> SettingsOf(string name)
        => _compose.Environment(name, secrets.Folder)
            .Where(pair => pair.Key.StartsWith(OurSettings, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value, StringComparer.Ordinal);

    private static string? Role(string connection) => new NpgsqlConnectionStringBuilder(connection).Username;

    private static string? Password(string connection) => new NpgsqlConnectionStringBuilder(connection).Password;

    private static string HostOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Host!;

    /// <summary>Settings that remember what was asked of them: the names that the code knows, from the code itself.</summary>
    private sealed class AskedKeys : ConfigurationProvider, IConfigurationSource
    {
        private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

        public AskedKeys(Dictionary<string, string?> settings) => Data = settings;

        public IReadOnlySet<string> Asked => _asked;

        public override bool TryGet(string key, out string? value)
        {
            _asked.Add(key);
            return base.TryGet(key, out value);
        }

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
    }
}
