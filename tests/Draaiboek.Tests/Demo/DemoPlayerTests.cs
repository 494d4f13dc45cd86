using System.Text;
using System.Text.Json;
using Draaiboek.Hosting;
using Draaiboek.Platform;
using Draaiboek.Platform.Demonstratie;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Draaiboek.Tests.Demo;

/// <summary>How the demo player bears trouble. That it plays the year is shown on the platform itself.</summary>
public sealed class DemoPlayerTests : IAsyncLifetime
{
    private const string Vraag =
        """{"organisatie":"0400082240","sector":"caw","melding":{"soort":"infoFenomeen","centrum":"payoke","ontvangenOp":"2020-02-03","omschrijving":"GEHEIM"},"verloop":null}""";

    private const string Assessment =
        """{"organisatie":"0400082240","sector":"caw","melding":{"soort":"vraagAssessment","centrum":"pagAsa","ontvangenOp":"2021-02-03","omschrijving":"GEHEIM"},"verloop":"adviesPositief"}""";

    private readonly FakePlatform _platform = new();
    private readonly StringWriter _uit = new();
    private readonly StringWriter _fout = new();
    private readonly string _bestand = Path.GetTempFileName();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        File.Delete(_bestand);
    }

    [Fact]
    public async Task One_table_for_each_year_the_answers_as_last_line_and_no_more_than_that_on_standard_output()
    {
        var options = await StartAsync($"{Vraag}\n{Assessment}\n");

        Assert.Equal(0, await DemoPlayer.RunAsync(options with { Json = true }, CancellationToken.None));

        var regels = _uit.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal("vragen 2020                      1", regels[0]);
        Assert.Equal("    niet gestart                 0   niet bereikbaar 0, wil niet deelnemen 0, afgehaakt 0", regels[9]);
        Assert.Equal("vragen 2021                      1", regels[10]);
        Assert.Equal("    advies                       1   negatief 0, positief 1", regels[16]);
        Assert.Equal(
            "door een persoon: parket 0, juridische dossiers 1   vanzelf: parket 0, juridische dossiers 0, begeleidingen 0",
            regels[20]);
        Assert.Equal(
            [
                "jongeren per provincie 2020, peildatum 2022-03-04",
                "  Limburg                       15",
                "  Brussel                        -",
                "  totaal                        20",
                "Over de afronding.",
                "Over wat ontbreekt.",
                "jongeren per provincie 2021, peildatum 2022-03-04",
            ],
            regels[21..28]);
        Assert.Matches("^Een vraag van vandaag, .* stond na [0-9]+ ms in de werklijst van Payoke.$", regels[33]);
        var antwoorden = JsonElement.Parse(regels[34]).EnumerateArray().Select(jaar => jaar.GetProperty("data")).ToList();
        Assert.Equal([2020, 2021], antwoorden.Select(jaar => jaar.GetProperty("procescijfers").GetProperty("jaar").GetInt32()));
        Assert.Equal(["2020", "2021"], antwoorden.Select(jaar => jaar.GetProperty("publicaties").GetProperty("nodes")[0].GetProperty("periode").GetString()));
        Assert.Equal(35, regels.Length);
        Assert.Contains("2 van 2 vragen verstuurd", _fout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_centre_registers_for_the_organisation_and_the_organisation_reports_for_itself()
    {
        await DemoPlayer.RunAsync(await StartAsync(Assessment), CancellationToken.None);

        var namens = Assert.Single(_platform.Meldingen, melding => melding.ContainsKey("ontvangenOp"));
        Assert.Equal("medewerker-pagasa", namens["client"]!.GetValue<string>());
        Assert.Equal("0400082240", namens["namensOrganisatie"]!.GetValue<string>());
        Assert.Equal("caw", namens["sector"]!.GetValue<string>());
        var zelf = Assert.Single(_platform.Meldingen, melding => !melding.ContainsKey("ontvangenOp"));
        Assert.Equal("melder-a", zelf["client"]!.GetValue<string>());
        Assert.False(zelf.ContainsKey("namensOrganisatie"));
    }

    [Fact]
    public async Task A_second_run_doubles_nothing_and_says_so()
    {
        var options = await StartAsync($"{Vraag}\n{Assessment}");
        await DemoPlayer.RunAsync(options, CancellationToken.None);

        Assert.Equal(0, await DemoPlayer.RunAsync(options, CancellationToken.None));

        Assert.Equal(3, _platform.Meldingen.Count);
        Assert.Contains("stond al in de werklijst", _uit.ToString(), StringComparison.Ordinal);
        Assert.Equal([(2020, "registratiehouder"), (2021, "registratiehouder")], _platform.Vrijgaven.Order());
        Assert.Equal(4, _uit.ToString().Split("peildatum 2022-03-04").Length - 1);
    }

    [Fact]
    public async Task A_second_run_opens_no_second_file_and_an_act_that_had_another_date_before_stands_there_already()
    {
        var vandaag = Assessment.Replace("2021-02-03", $"{TimeProvider.System.Vandaag():yyyy-MM-dd}", StringComparison.Ordinal);
        var options = await StartAsync(vandaag) with { StopNaTabel = true };
        Assert.Equal((0, 1), (await DemoPlayer.RunAsync(options, CancellationToken.None), _platform.Dossiers));

        _platform.Storing = context =>
        {
            context.Response.StatusCode = context.Request.Path.Value!.EndsWith("/positief-advies", StringComparison.Ordinal) ? 422 : 500;
            return Task.FromResult(context.Response.StatusCode == 422 || (context.Request.Method == "POST" && context.Request.Path == "/api/juridische-dossiers"));
        };
        Assert.Equal((0, 1), (await DemoPlayer.RunAsync(options, CancellationToken.None), _platform.Dossiers));
    }

    [Fact]
    public async Task A_line_that_gets_stuck_is_named_its_end_is_not_waited_for_and_no_file_is_opened_for_it()
    {
        var options = await StartAsync(Assessment);
        _platform.Storing = context =>
        {
            context.Response.StatusCode = 422;
            return Task.FromResult(context.Request.Path.Value!.EndsWith("/positief-advies", StringComparison.Ordinal));
        };

        Assert.Equal((1, 0), (await DemoPlayer.RunAsync(options with { StopNaTabel = true }, CancellationToken.None), _platform.Dossiers));
        Assert.Contains("regel 1: positief-advies: het platform gaf geen uitleg [422]", _fout.ToString(), StringComparison.Ordinal);
        Assert.Contains("    lopend                       1", _uit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_that_do_not_come_end_the_demo_with_what_is_missing()
    {
        var options = await StartAsync(Vraag);
        _platform.Storing = async context =>
        {
            if (context.Request.Path == "/graphql")
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("""{"data":{"procescijfers":{"jaar":2020,"vragen":0}}}""");
                return true;
            }

            return false;
        };

        using var lang = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.Equal(1, await DemoPlayer.RunAsync(options with { TimeProvider = new SnelleKlok() }, lang.Token));
        Assert.Contains("De cijfers van 2020 komen niet verder. Nog te weinig: perSoort.infoFenomeen: verwacht 1, gekregen 0; vragen: verwacht 1, gekregen 0.", _fout.ToString(), StringComparison.Ordinal);
        Assert.Empty(_uit.ToString());
    }

    [Fact]
    public async Task Tables_that_somebody_else_releases_at_the_same_moment_are_read()
    {
        var options = await StartAsync(Vraag);
        _platform.Storing = context =>
        {
            if (context.Request.Path == "/api/publicaties")
            {
                _platform.GeefVrij(2020, "iemand anders");
            }

            return Task.FromResult(false);
        };

        Assert.Equal(0, await DemoPlayer.RunAsync(options with { StopNaTabel = true }, CancellationToken.None));
        Assert.Equal([(2020, "iemand anders")], _platform.Vrijgaven);
        Assert.Contains("jongeren per provincie 2020, peildatum 2022-03-04", _uit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_that_can_not_be_released_end_the_demo_with_the_reason_after_the_figures()
    {
        var options = await StartAsync(Vraag);
        _platform.Storing = context =>
        {
            context.Response.StatusCode = 403;
            return Task.FromResult(context.Request.Path == "/api/publicaties");
        };

        Assert.Equal(1, await DemoPlayer.RunAsync(options, CancellationToken.None));
        Assert.EndsWith($"begeleidingen 0{Environment.NewLine}", _uit.ToString(), StringComparison.Ordinal);
        Assert.Contains("De tabellen van 2020 zijn niet vrij te geven: het platform gaf geen uitleg [403].", _fout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_year_that_is_not_over_has_no_tables_yet()
    {
        var jaar = TimeProvider.System.Vandaag().Year;
        var options = await StartAsync(Vraag.Replace("2020-02-03", $"{jaar}-01-01", StringComparison.Ordinal));

        Assert.Equal(0, await DemoPlayer.RunAsync(options with { StopNaTabel = true }, CancellationToken.None));
        Assert.Empty(_platform.Vrijgaven);
        Assert.EndsWith($"jongeren per provincie {jaar}: na afloop van het jaar{Environment.NewLine}", _uit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_table_nothing_is_sent_when_it_must_stop_there()
    {
        var options = await StartAsync(Vraag);

        Assert.Equal(0, await DemoPlayer.RunAsync(options with { StopNaTabel = true }, CancellationToken.None));

        Assert.Single(_platform.Meldingen);
        Assert.EndsWith($"Over wat ontbreekt.{Environment.NewLine}", _uit.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(0)] // the connection breaks off
    public async Task Trouble_that_passes_is_tried_again(int status)
    {
        var nogTeGaan = 4;
        var options = await StartAsync($"{Vraag}\n{Assessment}");
        _platform.Storing = context =>
        {
            if (!context.Request.Path.StartsWithSegments("/api") || Interlocked.Decrement(ref nogTeGaan) < 0)
            {
                return Task.FromResult(false);
            }

            if (status == 0)
            {
                context.Abort();
            }

            context.Response.StatusCode = status == 0 ? 500 : status;
            return Task.FromResult(true);
        };

        Assert.Equal(0, await DemoPlayer.RunAsync(options, CancellationToken.None));
        Assert.Contains("probeert het opnieuw", _fout.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, _platform.Meldingen.Count);
    }

    [Fact]
    public async Task Retry_After_is_honoured()
    {
        var tijden = new List<long>();
        var options = await StartAsync(Vraag);
        _platform.Storing = context =>
        {
            if (context.Request.Path != "/api/meldingen")
            {
                return Task.FromResult(false);
            }

            tijden.Add(TimeProvider.System.GetTimestamp());
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "2";
            return Task.FromResult(tijden.Count == 1);
        };

        await DemoPlayer.RunAsync(options with { StopNaTabel = true }, CancellationToken.None);

        Assert.Equal(2, tijden.Count);
        Assert.InRange(TimeProvider.System.GetElapsedTime(tijden[0], tijden[1]).TotalSeconds, 1.9, 30);
    }

    [Fact]
    public async Task A_platform_that_is_not_there_yet_is_waited_for()
    {
        var port = FreePort.Pick();
        await using var later = new FakePlatform(port);
        await File.WriteAllTextAsync(_bestand, Vraag);
        var gateway = new Uri($"http://127.0.0.1:{port}");
        var options = await later.StartAsync(_bestand, _uit, _fout, meteen: false) with { Gateway = gateway, Authority = new Uri(gateway, "/auth") };

        var spel = DemoPlayer.RunAsync(options, CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.False(spel.IsCompleted);
        await later.OpenAsync();

        Assert.Equal(0, await spel);
        Assert.Contains("geen verbinding", _fout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once()
    {
        var geweigerd = 0;
        var options = await StartAsync(Vraag);
        _platform.Storing = context =>
        {
            context.Response.StatusCode = 401;
            return Task.FromResult(context.Request.Path == "/api/meldingen" && Interlocked.Increment(ref geweigerd) == 1);
        };

        Assert.Equal(0, await DemoPlayer.RunAsync(options, CancellationToken.None));
    }

    [Fact]
    public async Task A_second_refusal_is_an_answer()
    {
        var geweigerd = 0;
        var options = await StartAsync(Vraag);
        _platform.Storing = context =>
        {
            context.Response.StatusCode = 401;
            return Task.FromResult(context.Request.Path == "/api/meldingen" && Interlocked.Increment(ref geweigerd) > 0);
        };

        using var lang = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.Equal((1, 2), (await DemoPlayer.RunAsync(options, lang.Token), geweigerd));
    }

    [Fact]
    public async Task Bad_lines_are_reported_with_number_and_reason_the_others_go_on()
    {
        var options = await StartAsync(string.Join("\r\n",
            Vraag,
            "",
            "{GEHEIM",
            "[]",
            """{"organisatie":"0400082240","sector":"caw","verloop":null}""",
            Assessment.Replace("adviesPositief", "GEHEIM", StringComparison.Ordinal),
            Vraag.Replace("infoFenomeen", "onbekendeSoort", StringComparison.Ordinal),
            Vraag.Replace("payoke", "GEHEIM", StringComparison.Ordinal),
            Vraag.Replace("2020-02-03", "GEHEIM", StringComparison.Ordinal),
            Vraag.Replace("null", "\"lopend\"", StringComparison.Ordinal),
            Assessment,
            ""), metBom: true);

        Assert.Equal(1, await DemoPlayer.RunAsync(options, CancellationToken.None));

        var fout = _fout.ToString();
        Assert.Contains("regel 3: geen geldige JSON (bij byte 2)", fout, StringComparison.Ordinal);
        Assert.Contains("regel 4: een regel is een JSON-object", fout, StringComparison.Ordinal);
        Assert.Contains("regel 5: melding: ontbreekt", fout, StringComparison.Ordinal);
        Assert.Contains("regel 6: verloop: onbekend verloop", fout, StringComparison.Ordinal);
        Assert.Contains("regel 7: soort: Onbekende soort [400]", fout, StringComparison.Ordinal);
        Assert.Contains("regel 8: melding.centrum: onbekend centrum", fout, StringComparison.Ordinal);
        Assert.Contains("regel 9: melding.ontvangenOp: geen datum", fout, StringComparison.Ordinal);
        Assert.Contains("regel 10: verloop: hoort alleen bij een vraag voor assessment", fout, StringComparison.Ordinal);
        Assert.Contains("8 van de 10 regels", fout, StringComparison.Ordinal);
        Assert.DoesNotContain("GEHEIM", fout, StringComparison.Ordinal);
        Assert.StartsWith("vragen 2020                      1", _uit.ToString(), StringComparison.Ordinal);
        Assert.Contains("vragen 2021                      1", _uit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_one_good_line_there_is_no_table()
    {
        Assert.Equal(1, await DemoPlayer.RunAsync(await StartAsync("{}"), CancellationToken.None));

        Assert.Empty(_uit.ToString());
        Assert.Contains("Geen enkele vraag", _fout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_secrets_or_a_missing_file_end_with_one_clear_sentence()
    {
        var options = await StartAsync(Vraag);
        var secrets = Path.GetTempFileName();
        await File.WriteAllTextAsync(secrets, """{"medewerker-payoke":"verkeerd"}""");

        Assert.Equal(1, await DemoPlayer.RunAsync(options with { ClientsFile = secrets }, CancellationToken.None));
        Assert.Equal(1, await DemoPlayer.RunAsync(options with { ClientsFile = secrets + ".weg" }, CancellationToken.None));
        Assert.Equal(1, await DemoPlayer.RunAsync(options with { Bestand = _bestand + ".weg" }, CancellationToken.None));

        File.Delete(secrets);
        Assert.Contains("'medewerker-payoke' mag zich niet aanmelden", _fout.ToString(), StringComparison.Ordinal);
        Assert.Contains("De secrets van de demo-personen zijn niet te lezen", _fout.ToString(), StringComparison.Ordinal);
        Assert.Contains("Het bestand", _fout.ToString(), StringComparison.Ordinal);
    }

    private async Task<DemoOptions> StartAsync(string inhoud, bool metBom = false)
    {
        await File.WriteAllTextAsync(_bestand, inhoud, new UTF8Encoding(metBom));
        return await _platform.StartAsync(_bestand, _uit, _fout);
    }

    /// <summary>A minute of waiting takes a twentieth of a second.</summary>
    private sealed class SnelleKlok : TimeProvider
    {
        private const int Factor = 1_200;

        public override long GetTimestamp() => base.GetTimestamp() * Factor;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Factor : dueTime, period);
    }
}
