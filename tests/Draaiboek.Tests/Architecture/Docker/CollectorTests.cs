using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Draaiboek.Tests.Architecture.Docker;

/// <summary>The OpenTelemetry collector receives what the services send, and each part of its configuration is used.</summary>
public sealed class CollectorTests
{
    private const string Config = "infra/telemetrie/collector.yaml";

    private readonly JsonNode _config = ComposeFile.ReadYaml(Config);

    public static int GrpcPort()
        => int.Parse(((string)ComposeFile.ReadYaml(Config)["receivers"]!["otlp"]!["protocols"]!["grpc"]!["endpoint"]!).Split(':')[^1], CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("receivers")]
    [InlineData("processors")]
    [InlineData("exporters")]
    public void Given_the_pipelines_Then_each_part_is_defined_and_each_that_is_defined_is_used(string kind)
    {
        var pipelines = _config["service"]!["pipelines"]!.AsObject();
        // What PlatformTelemetry sends.
        Assert.Equal(["metrics", "traces"], pipelines.Select(pipeline => pipeline.Key).Order(StringComparer.Ordinal));
        Assert.All(pipelines, pipeline => Assert.NotEmpty(ComposeFile.Strings(pipeline.Value![kind])));
        Assert.Equal(
            _config[kind]!.AsObject().Select(part => part.Key).Order(StringComparer.Ordinal),
            pipelines.SelectMany(pipeline => ComposeFile.Strings(pipeline.Value![kind])).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Given_a_flood_Then_the_limit_on_memory_comes_first()
        => Assert.All(_config["service"]!["pipelines"]!.AsObject(), pipeline => Assert.Equal("memory_limiter", ComposeFile.Strings(pipeline.Value!["processors"])[0]));

    [Fact]
    public void Given_docker_compose_Then_the_collector_reads_this_file_and_every_part_of_the_platform_sends_to_it()
    {
        var compose = new ComposeFile();
        var (source, target, _) = Assert.Single(compose.Volumes("telemetrie"));
        Assert.Equal("./" + Config, source);
        Assert.Equal(["--config=" + target], ComposeFile.Strings(compose.Service("telemetrie")["command"]));
        foreach (var name in Repository.Diensten.Keys.Append("gateway"))
        {
            Assert.Equal($"http://telemetrie:{GrpcPort()}", compose.OwnEnvironment(name)["Draaiboek__Otlp__Endpoint"]);
        }
    }
}
