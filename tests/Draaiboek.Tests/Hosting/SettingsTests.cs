using System.Security.Cryptography;
using Draaiboek.Assessments;
using Draaiboek.Gateway;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Hosting;

public sealed class SettingsTests
{
    private static readonly Dictionary<string, Func<ServiceOptions, WebApplication>> Builds = new(StringComparer.Ordinal)
    {
        [MeldingService.Name] = MeldingService.Build,
        [AssessmentService.Name] = AssessmentService.Build,
        [JuridischeSteunService.Name] = JuridischeSteunService.Build,
        [RegistratieService.Name] = RegistratieService.Build,
    };

    public static TheoryData<string> Services() => [.. Builds.Keys];

    public static TheoryData<string, string?, string> WrongSettings() => new()
    {
        { "Bus", "duif", "Draaiboek:Bus = 'duif' bestaat niet; kies uit: mediator" },
        { "Bus", "1", "Draaiboek:Bus" },
        { "Database", "papier", "Draaiboek:Database = 'papier' bestaat niet; kies uit: sqlite" },
        { "Database", "", "Draaiboek:Database" },
        { "DataFolder", null, "Draaiboek:DataFolder ontbreekt" },
        { "DataFolder", "", "Draaiboek:DataFolder ontbreekt" },
        { "MasterKey", null, "Draaiboek:MasterKey of Draaiboek:MasterKeyFile ontbreekt" },
        { "MasterKey", "te kort", "Draaiboek:MasterKey moet 32 bytes in base64 zijn" },
        { "MasterKey", "AAAA", "Draaiboek:MasterKey moet 32 bytes in base64 zijn" },
        { "MasterKeyFile", "/bestaat/niet", "Draaiboek:MasterKeyFile wijst naar een bestand dat niet bestaat" },
        { "Identity:Authority", null, "Draaiboek:Identity:Authority ontbreekt" },
        { "Identity:Authority", "ldap://ergens", "Draaiboek:Identity:Authority" },
        { "Identity:Authority", "http://identiteit.example.org/auth", "moet https zijn" },
        { "Identity:MetadataAddress", "hier", "Draaiboek:Identity:MetadataAddress" },
        { "Identity:MetadataAddress", "http://identiteit.example.org/x", "moet https zijn" },
        { "Otlp:Endpoint", "ergens", "Draaiboek:Otlp:Endpoint" },
        { "Url", "poort 80", "Draaiboek:Url" },
        { "Melding:BewaartermijnJaren", "0", "Draaiboek:Melding:BewaartermijnJaren moet een getal zijn van 1 tot 50" },
        { "Melding:BewaartermijnJaren", "51", "van 1 tot 50" },
        { "Melding:BewaartermijnJaren", "lang", "van 1 tot 50" },
        { "Meldpunt:BewaartermijnDagen", "-1", "Draaiboek:Meldpunt:BewaartermijnDagen moet een getal zijn van 1 tot 3650" },
        { "Meldpunt:BewaartermijnDagen", "3651", "van 1 tot 3650" },
        { "Meldpunt:BewaartermijnDagen", "", "van 1 tot 3650" },
        { "Melding:ConceptBewaartermijnDagen", "0", "Draaiboek:Melding:ConceptBewaartermijnDagen moet een getal zijn van 1 tot 365" },
        { "Melding:ConceptBewaartermijnDagen", "366", "van 1 tot 365" },
        { "Url", "ftp://localhost:21", "Draaiboek:Url" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void Given_one_wrong_setting_When_a_service_is_built_Then_the_message_names_it(string key, string? value, string expected)
    {
        var settings = Right();
        if (key == "MasterKeyFile")
        {
            settings.Remove("Draaiboek:MasterKey");
        }

        settings["Draaiboek:" + key] = value;
        var refused = Assert.Throws<SettingsException>(() => MeldingService.Build(new ServiceOptions { Settings = settings, EmbeddedBus = new EmbeddedBus() }));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, refused.Message.Split('\n').Length);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_everything_wrong_When_a_service_is_built_Then_one_message_names_all(string service)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:Database"] = "papier",
            ["Draaiboek:Otlp:Endpoint"] = "ergens",
            ["Draaiboek:Url"] = "hier",
        };
        var refused = Assert.Throws<SettingsException>(() => Builds[service](new ServiceOptions { Settings = settings }));
        foreach (var key in (string[])["Database", "Otlp:Endpoint", "Url", "Identity:Authority", "DataFolder", "MasterKey", "Bus = mediator"])
        {
            Assert.Contains(key, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Given_a_secret_in_the_wrong_form_When_it_is_refused_Then_the_message_does_not_hold_it()
    {
        var settings = Right();
        settings["Draaiboek:MasterKey"] = "geheim-maar-geen-base64";
        var refused = Assert.Throws<SettingsException>(() => MeldingService.Build(new ServiceOptions { Settings = settings, EmbeddedBus = new EmbeddedBus() }));
        Assert.DoesNotContain("geheim", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Given_a_service_alone_When_the_bus_is_the_mediator_Then_it_refuses_to_start_where_nobody_hears_it(string service)
    {
        var refused = Assert.Throws<SettingsException>(() => Builds[service](new ServiceOptions { Settings = Right() }));
        Assert.Contains("Bus = mediator werkt alleen in het platform", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Given_right_settings_When_a_service_is_built_Then_it_reads_them(string service)
    {
        await using var app = Builds[service](new ServiceOptions { Settings = Right(), EmbeddedBus = new EmbeddedBus() });
        var settings = app.Services.GetRequiredService<HostSettings>();
        Assert.Equal((BusChoice.Mediator, DatabaseChoice.Sqlite, "draaiboek"), (settings.Bus, settings.Database, settings.Audience));
        Assert.Equal("http://localhost:1/auth/.well-known/openid-configuration", settings.MetadataAddress.AbsoluteUri);
    }

    [Fact]
    public async Task Given_wrong_settings_When_a_program_runs_Then_it_ends_with_2()
        => Assert.Equal(2, await ServiceProgram.RunAsync([], "gateway", GatewayService.Build));

    private static Dictionary<string, string?> Right() => new(StringComparer.Ordinal)
    {
        ["Draaiboek:Bus"] = "mediator",
        ["Draaiboek:Database"] = "sqlite",
        ["Draaiboek:DataFolder"] = Path.Combine(Path.GetTempPath(), "draaiboek-never-made"),
        ["Draaiboek:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ["Draaiboek:Identity:Authority"] = "http://localhost:1/auth",
    };
}
