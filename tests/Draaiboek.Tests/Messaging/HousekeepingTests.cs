using Draaiboek.Assessments;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Draaiboek.Tests.Messaging;

/// <summary>What has had its time goes by itself, what still needs somebody stays (DESIGN 4, 8). With the service's own parts and a clock whose hours are short.</summary>
public abstract class HousekeepingTests(ServicesFixture services)
{
    private static readonly DateOnly Dag = new(2019, 3, 4);

    [Fact]
    public async Task Given_rows_of_all_ages_When_an_hour_has_passed_Then_sent_ones_go_after_a_week_answers_after_30_days_and_parked_ones_stay()
    {
        var nu = services.Time.GetUtcNow();
        OutboxRow Rij(OutboxState state, double dagen)
        {
            var rij = new Verloop(Dag).Gesprek(Dag).Berichten[2].AlsRij(Guid.NewGuid());
            rij.State = state;
            rij.VerzondenOp = state == OutboxState.Sent ? nu.AddDays(-dagen) : null;
            // One that was leased just now by a copy elsewhere: not for this dispatcher.
            rij.LeaseUntil = state == OutboxState.Pending ? nu.AddDays(1) : null;
            return rij;
        }

        OutboxRow oud = Rij(OutboxState.Sent, 7.01), recent = Rij(OutboxState.Sent, 6.99), geparkeerd = Rij(OutboxState.Parked, 0), onderweg = Rij(OutboxState.Pending, 0);
        await services.SchrijfAsync(AssessmentService.Name, oud, recent, geparkeerd, onderweg);
        await services.KijkAsync(AssessmentService.Name, async db =>
        {
            db.Idempotency.AddRange(Antwoord("oud", nu.AddDays(-30.01)), Antwoord("recent", nu.AddDays(-29.99)));
            return await db.SaveChangesAsync();
        });

        using var housekeeping = new Housekeeping<AssessmentDbContext>(
            services.Services(AssessmentService.Name).GetRequiredService<IServiceScopeFactory>(),
            services.Services(AssessmentService.Name).GetRequiredService<WriteGate>(),
            new ShortHours(services.Time),
            NullLogger<Housekeeping<AssessmentDbContext>>.Instance);
        await housekeeping.StartAsync(CancellationToken.None);
        await ServicesFixture.EventuallyAsync("old answer removed", () => services.KijkAsync(AssessmentService.Name, async db => !await db.Idempotency.AnyAsync(row => row.Key == "oud")));
        await housekeeping.StopAsync(CancellationToken.None);

        var over = (await services.OutboxAsync(AssessmentService.Name)).Select(row => row.MessageId).ToList();
        Assert.Equal((false, true, true, true), (over.Contains(oud.MessageId), over.Contains(recent.MessageId), over.Contains(geparkeerd.MessageId), over.Contains(onderweg.MessageId)));
        Assert.True(await services.KijkAsync(AssessmentService.Name, db => db.Idempotency.AnyAsync(row => row.Key == "recent")));
    }

    private static IdempotencyRow Antwoord(string key, DateTimeOffset op)
        => new() { Organisatie = "0400000097", Route = "POST /test", Key = key, Fingerprint = [1], Op = op, Status = 201, Body = "{}" };

    /// <summary>The given clock, on which a timer of an hour goes off after 20 milliseconds.</summary>
    private sealed class ShortHours(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromHours(1)), (dueTime, period));
            return base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));
        }
    }
}

public sealed class HousekeepingTestsEmbedded(EmbeddedServices services) : HousekeepingTests(services), IClassFixture<EmbeddedServices>;

public sealed class HousekeepingTestsDistributed(DistributedServices services) : HousekeepingTests(services.OrSkip()), IClassFixture<DistributedServices>;
