using System.Net.Http.Headers;
using System.Net.Http.Json;
using Draaiboek.Assessments;
using Draaiboek.Gateway;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Platform;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.EndToEnd;

/// <summary>An operator follows one melding through all processes by one trace id (DESIGN 10). Every part its own process, on the broker and databases of the distributed half.</summary>
public sealed class TraceTests(DistributedServices services) : IClassFixture<DistributedServices>
{
    private static readonly (string Name, Type Program)[] Diensten =
    [
        (MeldingService.Name, typeof(MeldingService)),
        (AssessmentService.Name, typeof(AssessmentService)),
        (RegistratieService.Name, typeof(RegistratieService)),
    ];

    [Fact]
    public async Task Given_separate_processes_When_a_melding_comes_in_at_the_gateway_Then_one_trace_leads_from_there_over_the_bus_to_the_facts_of_Registratie()
    {
        services.OrSkip();
        await using var collector = await OtlpCollector.StartAsync();
        foreach (var dienst in Postvak.Diensten)
        {
            // Their databases and queues are for the processes now.
            await services.StopAsync(dienst);
        }

        var urls = Diensten.ToDictionary(dienst => dienst.Name, _ => Vrij(), StringComparer.Ordinal);
        var processen = Diensten.Select(dienst => DienstProces.Start(dienst.Program, urls[dienst.Name], [.. services.SettingsOf(dienst.Name), .. Otlp(collector)])).ToList();
        var gateway = Vrij();
        processen.Add(DienstProces.Start(typeof(GatewayService), gateway, [.. GatewaySettings(urls), .. Otlp(collector)]));
        try
        {
            await Task.WhenAll(processen[..^1].Select(proces => proces.UntilHealthyAsync()));
            await RegistreerAsync(gateway);
            await ServicesFixture.EventuallyAsync("both facts in Registratie", async () => await services.TelAsync(RegistratieService.Name, "Feiten") == 2, seconds: 180);
            await Task.WhenAll(processen.Select(proces => proces.StopAsync()));
        }
        finally
        {
            foreach (var proces in processen)
            {
                await proces.DisposeAsync();
            }
        }

        // The gateway has others of its own: it fetched the keys of the authority.
        var trace = Assert.Single(collector.Spans.Where(span => span.Service == RegistratieService.Name && IsProcess(span)).Select(span => span.TraceId).Distinct());
        var spans = collector.Spans.Where(span => span.TraceId == trace).ToDictionary(span => span.SpanId);
        Assert.Equal(
            ["assessment", "gateway", "melding", "registratie"],
            spans.Values.Select(span => span.Service).Distinct().Order(StringComparer.Ordinal));

        // From what Registratie did with each message up to the request at the gateway.
        var wegen = spans.Values.Where(span => span.Service == RegistratieService.Name && IsProcess(span)).Select(span => Weg(span, spans)).Order(StringComparer.Ordinal);
        Assert.Equal(["gateway > melding > assessment > registratie", "gateway > melding > registratie"], wegen);
    }

    private static bool IsProcess(OtlpSpan span) => span.Name.Contains(" process", StringComparison.Ordinal);

    /// <summary>The services that a span came by, from the root on.</summary>
    private static string Weg(OtlpSpan span, Dictionary<string, OtlpSpan> spans)
    {
        var weg = new List<string>();
        for (OtlpSpan? at = span; at is not null; at = at.ParentId.Length == 0 ? null : spans[at.ParentId])
        {
            if (weg.LastOrDefault() != at.Service)
            {
                weg.Add(at.Service);
            }
        }

        weg.Reverse();
        return string.Join(" > ", weg);
    }

    private async Task RegistreerAsync(Uri gateway)
    {
        using var client = new HttpClient { BaseAddress = gateway };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", services.Authority.Token([Invoer.Melder], org: Invoer.Organisatie));
        await ServicesFixture.EventuallyAsync("the gateway listens", async () =>
        {
            try
            {
                using var live = await client.GetAsync(new Uri("health/live", UriKind.Relative));
                return live.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, seconds: 180);
        using var response = await client.PostAsJsonAsync("/api/meldingen", Invoer.Assessmentvraag());
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private Dictionary<string, string?> GatewaySettings(Dictionary<string, Uri> urls) => new(StringComparer.Ordinal)
    {
        ["Draaiboek:Identity:Authority"] = services.Authority.Url.AbsoluteUri,
        ["Draaiboek:Gateway:Clusters:melding"] = urls[MeldingService.Name].AbsoluteUri,
        ["Draaiboek:Gateway:Clusters:assessment"] = urls[AssessmentService.Name].AbsoluteUri,
        // Not needed on this way, and not there.
        [$"Draaiboek:Gateway:Clusters:{JuridischeSteunService.Name}"] = "http://127.0.0.1:9",
        ["Draaiboek:Gateway:Clusters:registratie"] = urls[RegistratieService.Name].AbsoluteUri,
        ["Draaiboek:Gateway:Clusters:auth"] = services.Authority.Url.AbsoluteUri,
    };

    private static Dictionary<string, string?> Otlp(OtlpCollector collector) => new(StringComparer.Ordinal)
    {
        ["Draaiboek:Otlp:Endpoint"] = collector.Url.AbsoluteUri,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
    };

    private static Uri Vrij() => new($"http://127.0.0.1:{FreePort.Pick()}");
}
