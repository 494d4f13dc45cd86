using Draaiboek.Platform;
using Xunit;

namespace Draaiboek.Tests.Demo;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_arguments_the_platform_serves_on_8080() =>
        Assert.Equal(new CommandLine.Serve(null, 8080), CommandLine.Parse([]));

    [Theory]
    [InlineData("--data", "map", "--port", "0")]
    [InlineData("--port=0", "--data=map")]
    public void Serve_takes_a_folder_and_a_port(params string[] args) =>
        Assert.Equal(new CommandLine.Serve("map", 0), CommandLine.Parse(args));

    [Fact]
    public void Demo_has_defaults() =>
        Assert.Equal(new CommandLine.Demo { Port = 8080 }, CommandLine.Parse(["demo"]));

    [Fact]
    public void Demo_on_its_own_platform_takes_its_options() =>
        Assert.Equal(
            new CommandLine.Demo { Bestand = "jaar.jsonl", Exit = true, Json = true, DataFolder = "map", Port = 81 },
            CommandLine.Parse(["demo", "--file", "jaar.jsonl", "--exit", "--json", "--data", "map", "--port", "81"]));

    [Fact]
    public void Demo_against_a_running_platform_takes_its_addresses() =>
        Assert.Equal(
            new CommandLine.Demo { Gateway = new Uri("http://localhost:5000"), Authority = new Uri("https://localhost/auth"), ClientsFile = "c.json" },
            CommandLine.Parse(["demo", "--gateway", "http://localhost:5000", "--authority", "https://localhost/auth", "--clients", "c.json"]));

    [Fact]
    public void Issuer_has_defaults_beside_those_of_the_gateway() =>
        Assert.Equal(new CommandLine.Issuer(null, 8081, new Uri("http://localhost:8080/auth")), CommandLine.Parse(["issuer"]));

    [Fact]
    public void Issuer_takes_a_folder_a_port_and_the_address_that_it_is_known_by() =>
        Assert.Equal(
            new CommandLine.Issuer("map", 0, new Uri("http://127.0.0.1:90/auth")),
            CommandLine.Parse(["issuer", "--data", "map", "--port=0", "--authority", "http://127.0.0.1:90/auth"]));

    [Fact]
    public void Import_takes_a_file_and_has_defaults() =>
        Assert.Equal(new CommandLine.Import("jaar.csv"), CommandLine.Parse(["import", "jaar.csv"]));

    [Fact]
    public void Import_on_its_own_platform_takes_its_options() =>
        Assert.Equal(
            new CommandLine.Import("jaar.jsonl") { Proef = true, Centrum = "pagAsa", DataFolder = "map" },
            CommandLine.Parse(["import", "jaar.jsonl", "--dry-run", "--centrum", "pagAsa", "--data=map"]));

    [Fact]
    public void Import_against_a_running_platform_takes_its_addresses_and_a_token() =>
        Assert.Equal(
            new CommandLine.Import("jaar.jsonl") { Gateway = new Uri("http://localhost:5000"), Authority = new Uri("https://localhost/auth"), ClientsFile = "c.json", TokenFile = "t" },
            CommandLine.Parse(["import", "jaar.jsonl", "--gateway", "http://localhost:5000", "--authority", "https://localhost/auth", "--clients", "c.json", "--token-file", "t"]));

    [Theory]
    [InlineData("import")]
    [InlineData("import", "--dry-run")]
    [InlineData("import", "a", "b")]
    [InlineData("import", "a", "--dry-run=ja")]
    [InlineData("import", "a", "--centrum", "payoke2")]
    [InlineData("import", "a", "--gateway", "localhost")]
    [InlineData("import", "a", "--token-file", "t")] // only with --gateway
    [InlineData("import", "a", "--clients", "c")]
    [InlineData("import", "a", "--exit")]
    [InlineData("--dry-run")]
    [InlineData("--verkeerd")]
    [InlineData("serve")]
    [InlineData("--file", "x")] // only with demo
    [InlineData("--port")]
    [InlineData("--port", "abc")]
    [InlineData("--port", "-1")]
    [InlineData("--port", "65536")]
    [InlineData("--port", "1", "--port", "2")]
    [InlineData("--data", "--port", "1")]
    [InlineData("--data=")]
    [InlineData("demo", "demo")]
    [InlineData("demo", "--json=ja")]
    [InlineData("demo", "--gateway", "localhost:8080")]
    [InlineData("demo", "--gateway", "/api")]
    [InlineData("demo", "--authority", "http://localhost/auth")]
    [InlineData("demo", "--clients", "c.json")]
    [InlineData("demo", "--gateway", "http://localhost", "--port", "1")]
    [InlineData("issuer", "map")]
    [InlineData("issuer", "--exit")]
    [InlineData("issuer", "--port", "65536")]
    [InlineData("issuer", "--authority", "auth")]
    [InlineData("issuer", "--authority", "http://draaiboek.example.org/auth")] // never for others than this machine
    public void What_is_not_understood_is_invalid_and_ends_with_code_2(params string[] args)
    {
        var commandLine = CommandLine.Parse(args);

        Assert.IsType<CommandLine.Invalid>(commandLine);
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(2, commandLine.Answer(output, error));
        Assert.Empty(output.ToString());
        Assert.Contains("--help", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("demo", "--help")]
    [InlineData("issuer", "--help")]
    [InlineData("--verkeerd", "--help")]
    public void Help_names_every_option_on_standard_output(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(0, CommandLine.Parse(args).Answer(output, error));

        Assert.Empty(error.ToString());
        Assert.All(
            ["issuer", "--data", "--port", "--file", "--exit", "--json", "--gateway", "--authority", "--clients", "import", "--dry-run", "--centrum", "--token-file"],
            optie => Assert.Contains(optie, output.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void What_must_run_has_no_answer_yet()
    {
        Assert.Null(CommandLine.Parse([]).Answer(TextWriter.Null, TextWriter.Null));
        Assert.Null(CommandLine.Parse(["demo"]).Answer(TextWriter.Null, TextWriter.Null));
        Assert.Null(CommandLine.Parse(["issuer"]).Answer(TextWriter.Null, TextWriter.Null));
    }
}
