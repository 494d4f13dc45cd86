using System.Globalization;
using System.Text.RegularExpressions;
using Draaiboek.Hosting.Operations;
using Xunit;

namespace Draaiboek.Tests.Architecture.Docker;

/// <summary>What stands in docker-compose.yml fits together, and stands no wider open than it should. There is no engine here that would tell.</summary>
public sealed partial class ComposeTests
{
    private static readonly string[] Databanken = ["postgres", "sleutelbank", "keycloak-databank"];

    /// <summary>Holds the collector alone, which can't ask itself: nothing waits for it.</summary>
    private const string WithoutHealthCheck = "telemetrie";

    private readonly ComposeFile _compose = new();

    public static TheoryData<string> Services() => [.. new ComposeFile().Services.Keys];

    public static TheoryData<string> OwnServices() => [.. ComposeFile.Eigen];

    [Fact]
    public void Given_the_platform_Then_each_of_its_parts_is_a_service_with_an_image_of_its_own()
    {
        Assert.Equal(
            ComposeFile.Eigen.Concat(Databanken).Concat(["rabbitmq", "keycloak", "telemetrie"]).Order(StringComparer.Ordinal),
            _compose.Services.Keys.Order(StringComparer.Ordinal));
        foreach (var name in ComposeFile.Eigen)
        {
            var build = _compose.Service(name)["build"]!;
            Assert.Equal((".", "infra/docker/Dockerfile", name), ((string)build["context"]!, (string)build["dockerfile"]!, (string)build["target"]!));
            Assert.Equal("draaiboek/" + name, (string?)_compose.Service(name)["image"]);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_a_service_Then_only_the_gateway_publishes_a_port_and_only_on_this_machine_unless_asked(string name)
    {
        var service = _compose.Service(name);
        Assert.Null(service["network_mode"]);
        Assert.Null(service["privileged"]);
        Assert.Null(service["cap_add"]);
        var ports = ComposeFile.Strings(service["ports"]);
        if (name != "gateway")
        {
            Assert.Empty(ports);
            return;
        }

        Assert.Equal($"127.0.0.1:8080:{PortOf(name)}", ComposeFile.Filled(Assert.Single(ports)));
    }

    [Fact]
    public void Given_the_networks_Then_each_is_declared_and_used_and_only_the_gateway_stands_outside()
    {
        var used = _compose.Services.Keys.ToDictionary(name => name, _compose.Networks, StringComparer.Ordinal);
        Assert.All(used, pair => Assert.NotEmpty(pair.Value));
        Assert.Equal(_compose.Section("networks").Keys.Order(StringComparer.Ordinal), used.Values.SelectMany(names => names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var open = _compose.Section("networks").Where(network => (string?)network.Value?["internal"] != "true").Select(network => network.Key);
        var outside = Assert.Single(open);
        Assert.Equal(["gateway"], used.Where(pair => pair.Value.Contains(outside)).Select(pair => pair.Key));
    }

    [Fact]
    public void Given_the_gateway_Then_it_can_reach_no_database_and_no_broker()
    {
        foreach (var name in Databanken.Append("rabbitmq"))
        {
            Assert.Empty(_compose.Networks("gateway").Intersect(_compose.Networks(name), StringComparer.Ordinal));
        }

        // Nor can Keycloak reach those of the platform, or a service those of Keycloak.
        Assert.All(["postgres", "sleutelbank", "rabbitmq"], name => Assert.Empty(_compose.Networks("keycloak").Intersect(_compose.Networks(name), StringComparer.Ordinal)));
        Assert.All(Repository.Diensten.Keys, name => Assert.Empty(_compose.Networks(name).Intersect(_compose.Networks("keycloak-databank"), StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_an_address_in_a_setting_Then_that_service_listens_there_on_a_network_that_both_stand_on(string name)
    {
        var folder = Repository.PathOf("infra/docker");
        var texts = _compose.OwnEnvironment(name).Concat(_compose.EnvFiles(name).SelectMany(file => ComposeFile.ReadEnv(Path.Combine(folder, Path.GetFileName(file) + ".example"))));
        var found = 0;
        foreach (var (key, value) in texts.Where(pair => !pair.Value.Contains("localhost", StringComparison.Ordinal) && !pair.Value.Contains("//+:", StringComparison.Ordinal)))
        {
            (string Host, int? Port)[] targets =
                Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal) ? [(uri.Host, uri.Port)]
                : key.EndsWith("Host", StringComparison.Ordinal) || key.EndsWith("_HOST", StringComparison.Ordinal) ? [(value, null)]
                : ConnectionHost().Match(value) is { Success: true } match ? [(match.Groups["host"].Value, null)]
                : [];
            foreach (var (host, port) in targets)
            {
                found++;
                Assert.True(_compose.Services.ContainsKey(host), $"{name}: {key} names {host}, which is no service");
                Assert.True(_compose.Networks(name).Intersect(_compose.Networks(host), StringComparer.Ordinal).Any(), $"{name} can't reach {host} ({key})");
                Assert.True(port is null || PortsOf(host).Contains(port.Value), $"{host} does not listen on {port} ({name}: {key})");
            }
        }

        Assert.True(found > 0 || Databanken.Contains(name) || name is "rabbitmq" or "telemetrie", $"{name} names no address");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_what_a_service_waits_for_Then_that_is_there_and_can_come_true(string name)
    {
        foreach (var (other, condition) in _compose.DependsOn(name))
        {
            var service = _compose.Service(other);
            switch (condition)
            {
                case "service_healthy":
                    Assert.NotNull(service["healthcheck"]);
                    break;
                case "service_completed_successfully":
                    Assert.Equal("no", (string?)service["restart"]);
                    break;
                default:
                    Assert.Fail($"{name} waits for {other} with {condition}");
                    break;
            }
        }

        Assert.DoesNotContain(name, WaitsFor(name));
    }

    [Fact]
    public void Given_the_start_order_Then_topology_and_databases_are_there_before_a_service_and_all_before_the_gateway()
    {
        Assert.All(["rabbitmq", "postgres", "sleutelbank"], name => Assert.Contains(name, WaitsFor("inrichting")));
        Assert.All(Repository.Diensten.Keys, name => Assert.Equal("service_completed_successfully", _compose.DependsOn(name)["inrichting"]));
        Assert.Equal(Repository.Diensten.Keys.Append("keycloak").Order(StringComparer.Ordinal), _compose.DependsOn("gateway").Keys.Order(StringComparer.Ordinal));
        Assert.Contains("keycloak-databank", WaitsFor("keycloak"));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_a_service_that_stays_Then_it_has_a_health_check_and_comes_back_by_itself(string name)
    {
        var service = _compose.Service(name);
        if (name == "inrichting")
        {
            Assert.Equal(("no", null), ((string?)service["restart"], service["healthcheck"]));
            return;
        }

        Assert.Equal("unless-stopped", (string?)service["restart"]);
        if (name == WithoutHealthCheck)
        {
            Assert.Null(service["healthcheck"]);
            Assert.DoesNotContain(_compose.Services.Keys, other => _compose.DependsOn(other).ContainsKey(name));
            return;
        }

        var check = service["healthcheck"]!;
        Assert.Equal("CMD", ComposeFile.Strings(check["test"])[0]);
        Assert.All(["interval", "timeout", "retries", "start_period"], key => Assert.NotNull(check[key]));
        if (ComposeFile.Eigen.Contains(name, StringComparer.Ordinal))
        {
            var entry = Dockerfile.Read().Stage(name).EntryPoint;
            Assert.Equal(["CMD", .. entry, HealthCommand.Option], ComposeFile.Strings(check["test"]));
            Assert.NotNull(HealthCommand.AddressOf(_compose.OwnEnvironment(name)["Draaiboek__Url"]));
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_a_service_Then_it_is_nobody_special_and_has_a_limit(string name)
    {
        var service = _compose.Service(name);
        Assert.Equal(["ALL"], ComposeFile.Strings(service["cap_drop"]));
        Assert.Equal(["no-new-privileges:true"], ComposeFile.Strings(service["security_opt"]));
        Assert.Matches("^[1-9][0-9]*[mg]$", (string?)service["mem_limit"]);
        Assert.False((string?)service["user"] is null or "" or "0" or "root", $"{name} runs as root");
        Assert.Equal("local", (string?)service["logging"]!["driver"]);
        if (ComposeFile.Eigen.Contains(name, StringComparer.Ordinal))
        {
            Assert.Equal(("true", "1654"), ((string?)service["read_only"], (string?)service["user"]));
            Assert.Equal(["/tmp"], ComposeFile.Strings(service["tmpfs"]));
            // A service finishes what it has in hand in 30 seconds (ServiceHost): it may not be killed before.
            Assert.True(int.Parse(((string)service["stop_grace_period"]!).TrimEnd('s'), CultureInfo.InvariantCulture) > 30);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_an_image_of_somebody_else_Then_its_version_is_pinned(string name)
    {
        if (!ComposeFile.Eigen.Contains(name, StringComparer.Ordinal))
        {
            Assert.Matches(@"^[a-z0-9./-]+:[0-9]+(\.[0-9]+)*(-management)?$", (string?)_compose.Service(name)["image"]);
            Assert.Null(_compose.Service(name)["build"]);
        }
    }

    [Fact]
    public void Given_the_volumes_Then_each_is_declared_and_belongs_to_one_service_and_what_is_of_this_folder_is_read_only()
    {
        var all = _compose.Services.Keys.SelectMany(name => _compose.Volumes(name).Select(volume => (name, volume))).ToList();
        var named = all.Where(item => item.volume.Source[0] != '.').ToList();
        Assert.Equal(_compose.Section("volumes").Keys.Order(StringComparer.Ordinal), named.Select(item => item.volume.Source).Order(StringComparer.Ordinal));
        Assert.Equal(Databanken.Append("rabbitmq").Order(StringComparer.Ordinal), named.Select(item => item.name).Order(StringComparer.Ordinal));
        foreach (var (name, volume) in all.Except(named))
        {
            Assert.Equal("ro", volume.Options);
            Assert.True(
                File.Exists(Repository.PathOf(volume.Source)) || SecretsTests.MadeFiles.Contains(Path.GetFileName(volume.Source), StringComparer.Ordinal),
                $"{name} mounts {volume.Source}, which is not there");
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_the_file_itself_Then_no_secret_is_in_it(string name)
        => Assert.DoesNotContain(_compose.OwnEnvironment(name), pair =>
            Secret().IsMatch(pair.Key) || pair.Value.Contains("Password=", StringComparison.OrdinalIgnoreCase) || pair.Value.Contains('@', StringComparison.Ordinal));

    [Fact]
    public async Task Given_the_health_check_of_Keycloak_When_it_runs_Then_it_passes_at_200_and_fails_at_anything_else()
    {
        foreach (var (status, expected) in new[] { (200, true), (503, false) })
        {
            await using var keycloak = await Tests.Gateway.TestBackend.StartAsync("keycloak", context =>
            {
                context.Response.StatusCode = context.Request.Path == "/health/ready" ? status : 404;
                return Task.CompletedTask;
            });
            var test = ComposeFile.Strings(_compose.Service("keycloak")["healthcheck"]!["test"]).Select(ComposeFile.Filled).ToList();
            var port = _compose.OwnEnvironment("keycloak")["KC_HTTP_MANAGEMENT_PORT"];
            Assert.Contains($"/127.0.0.1/{port} ", test[^1], StringComparison.Ordinal);
            var script = test[^1].Replace($"/{port} ", $"/{keycloak.Url.Port} ", StringComparison.Ordinal);
            Assert.Equal(expected, (await Shell.RunAsync(test[1], [.. test[2..^1], script])).Code == 0);
        }
    }

    private HashSet<string> WaitsFor(string name)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(_compose.DependsOn(name).Keys);
        while (next.TryDequeue(out var other))
        {
            if (known.Add(other))
            {
                foreach (var further in _compose.DependsOn(other).Keys)
                {
                    next.Enqueue(further);
                }
            }
        }

        return known;
    }

    private int PortOf(string name) => HealthCommand.AddressOf(_compose.OwnEnvironment(name)["Draaiboek__Url"])!.Port;

    private int[] PortsOf(string name) => name switch
    {
        "rabbitmq" => [5672, 15672],
        "keycloak" => [int.Parse(_compose.OwnEnvironment(name)["KC_HTTPS_PORT"], CultureInfo.InvariantCulture)],
        "telemetrie" => [CollectorTests.GrpcPort()],
        _ when Databanken.Contains(name) => [5432],
        _ => [PortOf(name)],
    };

    [GeneratedRegex("^Host=(?<host>[^;]+);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConnectionHost();

    [GeneratedRegex("(PASSWORD|SECRET|PASS|MasterKey|ConnectionString)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
