using System.Collections.Concurrent;
using System.Diagnostics;
using Draaiboek.Assessments;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Messaging;

/// <summary>One trace from the request, over the bus, to what its consumers did (DESIGN 10).</summary>
public abstract class TelemetryTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_a_traced_request_When_its_message_is_consumed_Then_the_consumer_is_in_the_same_trace()
    {
        var gezien = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Draaiboek" or "MassTransit" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = gezien.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var verzoek = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var trace = verzoek.TraceId;
        var melding = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        verzoek.Stop();
        var assessment = await services.InWerklijstAsync(melding);
        await services.VerzondenAsync();

        // The request, what it sent, and what a consumer of it sent on: each row was written inside its own activity.
        var bericht = Assert.Single(await services.OutboxAsync(MeldingService.Name), row => row.CaseId == melding);
        var gevolg = Assert.Single(await services.OutboxAsync(AssessmentService.Name), row => row.CaseId == assessment.Id());
        Assert.Equal((trace, trace), (TraceVan(bericht.TraceParent), TraceVan(gevolg.TraceParent)));
        Assert.NotEqual(bericht.TraceParent, gevolg.TraceParent);
        var verzendingen = gezien.Where(activity => activity.TraceId == trace && activity.OperationName == "outbox send").Select(activity => activity.GetTagItem("messaging.message.id"));
        Assert.Equal(new object[] { bericht.MessageId, gevolg.MessageId }.Order(), verzendingen.Order());
        var audit = await services.KijkAsync(MeldingService.Name, db => Task.FromResult(db.Audit.Single(row => row.OnderwerpId == melding).TraceId));
        Assert.Equal(trace.ToHexString(), audit);
    }

    private static ActivityTraceId TraceVan(string? traceParent) => ActivityContext.Parse(traceParent!, null).TraceId;
}

public sealed class TelemetryTestsEmbedded(EmbeddedServices services) : TelemetryTests(services), IClassFixture<EmbeddedServices>;

public sealed class TelemetryTestsDistributed(DistributedServices services) : TelemetryTests(services.OrSkip()), IClassFixture<DistributedServices>;
