using Draaiboek.Assessments;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Draaiboek.Tests.Support.Distributed;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Messaging;

/// <summary>Two copies of a service on one outbox: they share the work, and no case is in two hands (docs/adr/0010).</summary>
public sealed class LeaseTests(DistributedServices services) : IClassFixture<DistributedServices>
{
    private const int Zaken = 1000;
    private const int PerZaak = 2;
    private static readonly DateOnly Dag = new(2019, 3, 4);
    private readonly DistributedServices _services = services.OrSkip();

    [Fact]
    public async Task Given_two_copies_and_2000_messages_of_1000_cases_When_both_send_Then_each_goes_once_each_case_in_order_and_both_did_their_part()
    {
        await using var copy = AssessmentService.Build(_services.OptionsOfCopy(AssessmentService.Name));
        await copy.StartAsync();
        await ServicesFixture.EventuallyAsync("copy on the bus", () => Task.FromResult(copy.Services.GetRequiredService<IMessageTransport>().IsReady));

        var zaken = Enumerable.Range(0, Zaken).Select(_ => Enumerable.Range(0, PerZaak).Aggregate(new Verloop(Dag), (verloop, i) => verloop.Gesprek(Dag.AddDays(i)))).ToList();
        // Written round the cases, as services do whose cases go on at the same time.
        var rijen = Enumerable.Range(2, PerZaak).SelectMany(i => zaken.Select(zaak => zaak.Berichten[i].AlsRij(zaak.MeldingId))).ToArray();
        await _services.SchrijfAsync(AssessmentService.Name, rijen);
        _services.Services(AssessmentService.Name).GetRequiredService<OutboxSignal>().Set();
        copy.Services.GetRequiredService<OutboxSignal>().Set();
        await ServicesFixture.EventuallyAsync("all effects", async () => await FeitenAsync() >= rijen.Length, seconds: 120);
        await _services.VerzondenAsync();

        var gepubliceerd = (await TestBroker.TappedAsync(_services.Administrator)).Where(bericht => bericht.MessageId.Length > 0).ToList();
        var volgorde = gepubliceerd.Select(bericht => Guid.Parse(bericht.MessageId)).ToList();
        Assert.Equal(rijen.Select(rij => rij.MessageId).Order(), volgorde.Order());
        var plaats = volgorde.Select((id, i) => (id, i)).ToDictionary(paar => paar.id, paar => paar.i);
        foreach (var zaak in rijen.GroupBy(rij => rij.CaseId))
        {
            Assert.Equal(zaak.Select(rij => rij.MessageId), zaak.Select(rij => rij.MessageId).OrderBy(id => plaats[id]));
        }

        // The address of whoever sent it is another for each copy.
        Assert.Equal(2, gepubliceerd.Select(bericht => Afzender(bericht.Text)).Distinct(StringComparer.Ordinal).Count());
        Assert.All(await _services.OutboxAsync(AssessmentService.Name), rij => Assert.Equal((OutboxState.Sent, 0, null), (rij.State, rij.Attempts, rij.LeaseId)));
        var feiten = await _services.InDbAsync<RegistratieDbContext, List<Guid>>(RegistratieService.Name, db => db.Feiten.Select(feit => feit.MeldingId).ToListAsync());
        Assert.Equal(rijen.Select(rij => rij.CaseId).Order(), feiten.Order());
        await copy.StopAsync();
    }

    /// <summary>
    /// What the server counted while nearly everything was sent must not make it walk through all that waits for each row: with 30,000 rows that took five seconds
    /// a lease instead of two milliseconds.
    /// </summary>
    [Fact]
    public async Task Given_statistics_from_when_all_was_sent_When_many_rows_wait_Then_each_is_held_against_its_own_case_only()
    {
        await using var own = await OwnServices.StartAsync(_services.Another());
        var plan = await own.Fixture.KijkAsync(AssessmentService.Name, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await SchrijfAsync(db, "Sent");
            await db.Database.ExecuteSqlRawAsync("ANALYZE \"Outbox\"");
            await SchrijfAsync(db, "Pending");
            await db.Database.ExecuteSqlRawAsync(OutboxLease.InOrder);
            var nu = DateTime.UtcNow;
            const string explain = "EXPLAIN " + OutboxLease.OnPostgres;
            var lines = await db.Database.SqlQueryRaw<string>(explain, nu, 256, Guid.NewGuid(), nu).ToListAsync();
            return string.Join('\n', lines);
        });

        Assert.Matches("Anti Join(?s:.*)Index Scan using \"IX_Outbox_Volgnummer\" on \"Outbox\" head(?s:.*)Index Scan using \"IX_Outbox_CaseId_Volgnummer\" on \"Outbox\" earlier", plan);
        Assert.Contains("Index Scan using \"IX_Outbox_CaseId_Volgnummer\" on \"Outbox\" mine", plan, StringComparison.Ordinal);
    }

    private static Task<int> SchrijfAsync(ServiceDbContext db, string state) => db.Database.ExecuteSqlAsync($"""
        INSERT INTO "Outbox" ("MessageId", "CaseId", "MessageType", "Body", "AangemaaktOp", "State", "Attempts")
        SELECT gen_random_uuid(), gen_random_uuid(), 'urn:test', repeat('x', 500), now(), {state}, 0 FROM generate_series(1, 5000)
        """);

    private Task<int> FeitenAsync() => _services.InDbAsync<RegistratieDbContext, int>(RegistratieService.Name, db => db.Feiten.CountAsync());

    private static string Afzender(string bericht)
    {
        const string veld = "\"sourceAddress\": \"";
        var begin = bericht.IndexOf(veld, StringComparison.Ordinal) + veld.Length;
        Assert.True(begin >= veld.Length, bericht);
        return bericht[begin..bericht.IndexOf('"', begin)];
    }
}
