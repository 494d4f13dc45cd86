using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Draaiboek.Gateway;
using Draaiboek.Hosting.Operations;
using Draaiboek.Platform.Issuer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.Architecture.Docker;

/// <summary>The script that makes the secrets of docker-compose, run as an operator runs it.</summary>
public sealed class SecretsTests(SecretsFixture secrets) : IClassFixture<SecretsFixture>
{
    /// <summary>What the script makes beside the environment files.</summary>
    public static readonly IReadOnlyList<string> MadeFiles = ["demo-clients.json", "keycloak.crt", "keycloak.p12"];

    private readonly ComposeFile _compose = new();

    [Fact]
    public void Given_the_environment_files_Then_each_has_an_example_with_the_same_keys_and_belongs_to_one_container()
    {
        var used = _compose.Services.Keys.SelectMany(_compose.EnvFiles).Order(StringComparer.Ordinal).ToList();
        Assert.All(used, file => Assert.Equal("infra/docker", Path.GetDirectoryName(file)));
        Assert.Equal(used.Select(file => file + ".example"), Repository.Files("infra/docker", ".env.example"));
        Assert.Equal(
            used.Select(Path.GetFileName).Concat(MadeFiles).Order(StringComparer.Ordinal),
            Directory.EnumerateFileSystemEntries(secrets.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var file in used)
        {
            var example = ComposeFile.ReadEnv(Repository.PathOf(file + ".example"));
            var made = ComposeFile.ReadEnv(Path.Combine(secrets.Folder, Path.GetFileName(file)));
            Assert.Equal(example.Select(pair => pair.Key), made.Select(pair => pair.Key));
            Assert.DoesNotContain(made, pair => pair.Value.Length == 0 || pair.Value.Contains('<', StringComparison.Ordinal) || pair.Value.Contains('$', StringComparison.Ordinal));
            // An example holds a name in the place of every secret, never a value that someone could leave there.
            Assert.All(example.Where(pair => made.Single(other => other.Key == pair.Key).Value != pair.Value), pair => Assert.Contains('<', pair.Value));
            Assert.All(example.Where(pair => pair.Key.Contains("PASS", StringComparison.OrdinalIgnoreCase) || pair.Key.EndsWith("Key", StringComparison.Ordinal)), pair => Assert.Contains('<', pair.Value));
        }
    }

    [Fact]
    public void Given_the_secrets_Then_only_their_owner_may_read_them_but_for_a_certificate_and_what_is_locked()
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (OperatingSystem.IsWindows())
        {
            return; // neither has it these rights, nor the script bash
        }

        foreach (var file in Directory.EnumerateFiles(secrets.Folder))
        {
            var open = Path.GetFileName(file) is "keycloak.crt" or "keycloak.p12";
            var expected = open ? OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead : OwnerOnly;
            Assert.Equal((file, expected), (file, File.GetUnixFileMode(file)));
        }
    }

    [Fact]
    public async Task Given_secrets_that_are_there_When_the_script_runs_again_Then_it_refuses_and_changes_nothing()
    {
        var before = await ContentsAsync();
        var (code, output) = await Shell.RunAsync(Repository.PathOf(SecretsFixture.Script), [secrets.Folder]);
        Assert.Equal(1, code);
        Assert.Contains("melding.env", output, StringComparison.Ordinal);
        Assert.Equal(before, await ContentsAsync());

        // One that is left is enough: the others would no longer fit it.
        var other = Directory.CreateTempSubdirectory("draaiboek-geheimen-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(other.FullName, "postgres.env"), "POSTGRES_PASSWORD=oud");
            Assert.Equal(1, (await Shell.RunAsync(Repository.PathOf(SecretsFixture.Script), [other.FullName])).Code);
            Assert.Equal("postgres.env", Assert.Single(other.EnumerateFileSystemInfos()).Name);
        }
        finally
        {
            other.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Given_what_is_made_Then_the_script_does_not_show_it_and_git_does_not_take_it()
    {
        Assert.All(Values(), value => Assert.DoesNotContain(value, secrets.Output, StringComparison.Ordinal));
        var files = _compose.Services.Keys.SelectMany(_compose.EnvFiles).Concat(MadeFiles.Select(name => "infra/docker/" + name)).Append(".env").ToList();
        var (_, ignored) = await Shell.RunAsync("git", ["check-ignore", .. files]);
        Assert.Equal(files.Order(StringComparer.Ordinal), ignored.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Given_two_installations_Then_no_secret_is_the_same_and_none_is_shared_where_it_should_not_be()
    {
        Assert.Equal(Values().Count, Values().Distinct(StringComparer.Ordinal).Count());
        Assert.All(Values(), value => Assert.True(value.Length >= 44, "a secret is 32 random bytes"));
    }

    [Fact]
    public async Task Given_the_persons_of_the_demo_Then_each_has_the_secret_that_Keycloak_gets()
    {
        var clients = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(secrets.Folder, "demo-clients.json")))!.AsObject();
        Assert.Equal(DemoPersonen.Alle.Select(persoon => persoon.ClientId).Order(StringComparer.Ordinal), clients.Select(client => client.Key).Order(StringComparer.Ordinal));
        var keycloak = _compose.Environment("keycloak", secrets.Folder);
        Assert.All(clients, client => Assert.Equal(keycloak["SECRET_" + client.Key.ToUpperInvariant().Replace('-', '_')], (string?)client.Value));
    }

    [Fact]
    public async Task Given_the_certificate_of_Keycloak_When_one_of_our_programs_calls_it_Then_it_is_known_by_that_file_alone()
    {
        var environment = _compose.Environment("keycloak", secrets.Folder);
        var store = _compose.Volumes("keycloak").Single(volume => volume.Target == environment["KC_HTTPS_KEY_STORE_FILE"]).Source;
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(secrets.Folder, Path.GetFileName(store)), environment["KC_HTTPS_KEY_STORE_PASSWORD"]);
        Assert.True(certificate.HasPrivateKey && certificate.MatchesHostname("keycloak") && certificate.MatchesHostname("localhost"));
        Assert.True(certificate.NotAfter > DateTime.UtcNow.AddYears(5));

        // The gateway's own program, for SSL_CERT_FILE is read once by the process.
        await using var server = await TlsServerAsync(certificate);
        string[] ask = [typeof(GatewayService).Assembly.Location, HealthCommand.Option, "live", $"--Draaiboek:Url=https://localhost:{new Uri(server.Urls.Single()).Port}"];
        foreach (var name in Repository.Diensten.Keys.Append("gateway"))
        {
            var mount = Assert.Single(_compose.Volumes(name));
            Assert.Equal((mount.Target, "ro"), (_compose.OwnEnvironment(name)["SSL_CERT_FILE"], mount.Options));
            Assert.Equal("keycloak.crt", Path.GetFileName(mount.Source));
        }

        var known = await Shell.RunAsync("dotnet", ask, ("SSL_CERT_FILE", Path.Combine(secrets.Folder, "keycloak.crt")));
        Assert.True(known.Code == 0, known.Output);
        Assert.Equal(1, (await Shell.RunAsync("dotnet", ask)).Code);
    }

    private static async Task<WebApplication> TlsServerAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync("ja"));
        await app.StartAsync();
        return app;
    }

    /// <summary>Every secret that was made, once.</summary>
    private List<string> Values()
        => [.. Repository.Files("infra/docker", ".env.example")
            .SelectMany(example => ComposeFile.ReadEnv(Repository.PathOf(example))
                .Zip(ComposeFile.ReadEnv(Path.Combine(secrets.Folder, Path.GetFileNameWithoutExtension(example)))))
            .Where(pair => pair.First.Value.StartsWith('<'))
            .Select(pair => (Name: pair.First.Value, pair.Second.Value))
            .Distinct()
            .Select(pair => pair.Value)];

    private async Task<Dictionary<string, string>> ContentsAsync()
    {
        var contents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFileSystemEntries(secrets.Folder))
        {
            contents[file] = Convert.ToBase64String(await File.ReadAllBytesAsync(file));
        }

        return contents;
    }
}
