using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Platform;
using Draaiboek.Platform.Issuer;
using Xunit;

namespace Draaiboek.Tests.EndToEnd;

/// <summary>The demo issuer as a process of its own, and how a demo finds its persons by the address of the gateway alone.</summary>
public sealed class IssuerProcessTests : IDisposable
{
    private readonly string _user = Directory.CreateTempSubdirectory("draaiboek-gebruiker-").FullName;
    private readonly string _data = Directory.CreateTempSubdirectory("draaiboek-uitgever-").FullName;

    public void Dispose()
    {
        Directory.Delete(_user, recursive: true);
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task The_issuer_speaks_for_the_authority_it_was_given_and_stops_well()
    {
        var port = FreePort.Pick();
        await using var issuer = StartIssuer(port, "http://localhost:1/auth");
        await issuer.UntilAsync("De demo-uitgever draait op");

        using var http = new HttpClient();
        var document = await http.GetFromJsonAsync<JsonNode>(new Uri($"http://127.0.0.1:{port}/.well-known/openid-configuration"));
        Assert.Equal("http://localhost:1/auth", document!["issuer"]!.GetValue<string>());

        issuer.Interrupt();
        await issuer.EndWellAsync();
        Assert.Empty(Notes());
    }

    [Fact]
    public async Task A_second_issuer_on_the_port_is_told_so_with_code_2()
    {
        var port = FreePort.Pick();
        await using var first = StartIssuer(port, "http://localhost:1/auth");
        await first.UntilAsync("De demo-uitgever draait op");

        await using var second = StartIssuer(port, "http://localhost:1/auth");
        Assert.Equal(2, await second.EndAsync());
        Assert.Contains($"Poort {port} is al in gebruik", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demo_finds_the_persons_of_the_issuer_behind_the_gateway_without_further_options()
    {
        // There is no gateway: the issuer alone answers, with tokens and otherwise 404. So far and no further a demo with the right secrets comes.
        var port = FreePort.Pick();
        await using var issuer = StartIssuer(port, $"http://localhost:{port}/");
        await issuer.UntilAsync("De demo-uitgever draait op");
        Assert.DoesNotContain(Secrets(), secret => File.ReadAllText(Assert.Single(Notes())).Contains(secret, StringComparison.Ordinal));

        await using var demo = PlatformProcess.StartFor(
            _user, "demo", "--exit", "--gateway", $"http://localhost:{port}", "--authority", $"http://localhost:{port}");
        Assert.Equal(1, await demo.EndAsync());
        Assert.Contains("Geen enkele vraag is geregistreerd", demo.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("aanmelden", demo.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", demo.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_issuer_noted_is_forgotten_when_a_platform_serves_at_its_address()
    {
        var port = FreePort.Pick();
        await using (var issuer = StartIssuer(0, $"http://localhost:{port}/auth"))
        {
            await issuer.UntilAsync("De demo-uitgever draait op");
            await issuer.KillAsync();
        }

        Assert.Single(Notes());
        await using var platform = PlatformProcess.StartFor(_user, "--port", $"{port}");
        await platform.UntilAsync("Het platform draait op");
        Assert.Empty(Notes());
    }

    private PlatformProcess StartIssuer(int port, string authority)
        => PlatformProcess.StartFor(_user, "issuer", "--data", _data, "--port", $"{port}", "--authority", authority);

    private string[] Notes()
    {
        var folder = Path.Combine(_user, "draaiboek", "uitgevers");
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }

    private List<string> Secrets()
        => [.. JsonNode.Parse(File.ReadAllText(Path.Combine(_data, DemoSecrets.Bestandsnaam)))!.AsObject().Select(person => person.Value!.GetValue<string>())];
}
