using System.Net;
using System.Reflection;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>Requests that come in at the same moment may be saved together; nobody may notice (docs/adr/0010).</summary>
public abstract class SamenBewaardTests(ServicesFixture services)
{
    private const int Aantal = 150;

    [Fact]
    public async Task Given_many_meldingen_at_once_When_they_are_saved_Then_each_row_has_what_it_has_when_saved_alone()
    {
        using var alleen = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: "alleen");
        var alleenId = (await alleen.JsonAsync())["id"]!.GetValue<Guid>();

        var antwoorden = await Task.WhenAll(Enumerable.Range(0, Aantal).Select(i => services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: $"samen-{i}")));
        Assert.All(antwoorden, antwoord => Assert.Equal(HttpStatusCode.Created, antwoord.StatusCode));
        var ids = (await Task.WhenAll(antwoorden.Select(antwoord => antwoord.JsonAsync()))).Select(body => body["id"]!.GetValue<Guid>()).ToHashSet();
        Assert.Equal(Aantal, ids.Count);

        await services.KijkAsync(MeldingService.Name, async db =>
        {
            await AlsAlleenAsync(db.Audit, row => row.OnderwerpId == alleenId, row => row.OnderwerpId is { } id && ids.Contains(id));
            // What is sent meanwhile changes the columns of sending; what is written with the change does not.
            await AlsAlleenAsync(
                db.Outbox,
                row => row.CaseId == alleenId,
                row => ids.Contains(row.CaseId),
                nameof(OutboxRow.State), nameof(OutboxRow.LeaseId), nameof(OutboxRow.LeaseUntil), nameof(OutboxRow.VerzondenOp), nameof(OutboxRow.Attempts), nameof(OutboxRow.NextAttemptOp), nameof(OutboxRow.ReasonCode));
            await AlsAlleenAsync(db.Idempotency, row => row.Location == $"/api/meldingen/{alleenId}", row => row.Location != null && ids.Contains(Guid.Parse(row.Location["/api/meldingen/".Length..])));
            await AlsAlleenAsync(((MeldingDbContext)db).Herhalingstokens, row => row.MeldingId == alleenId, row => ids.Contains(row.MeldingId), nameof(Herhalingstoken.MeldingId));
            return true;
        });
        Array.ForEach(antwoorden, antwoord => antwoord.Dispose());
    }

    [Fact]
    public async Task Given_many_meldingen_at_once_When_some_come_with_a_key_that_was_used_Then_the_others_are_saved_and_these_get_the_first_answer()
    {
        using var eerste = await services.PostMeldingAsync(Invoer.Adviesvraag(), sleutel: "gebruikt");
        var eersteId = (await eerste.JsonAsync())["id"]!.GetValue<Guid>();
        var voordien = await services.AantalMeldingenAsync();

        var antwoorden = await Task.WhenAll(Enumerable.Range(0, Aantal).Select(i => services.PostMeldingAsync(Invoer.Adviesvraag(), sleutel: i % 10 == 0 ? "gebruikt" : $"vers-{i}")));
        Assert.All(antwoorden, antwoord => Assert.Equal(HttpStatusCode.Created, antwoord.StatusCode));
        var ids = (await Task.WhenAll(antwoorden.Select(antwoord => antwoord.JsonAsync()))).Select(body => body["id"]!.GetValue<Guid>()).ToList();

        Assert.Equal(Aantal / 10, ids.Count(id => id == eersteId));
        Assert.Equal((Aantal * 9 / 10) + 1, ids.Distinct().Count());
        Assert.Equal(voordien + (Aantal * 9 / 10), await services.AantalMeldingenAsync());
        Array.ForEach(antwoorden, antwoord => antwoord.Dispose());
    }

    /// <summary>As many rows as there were requests, and in each the same columns filled as in the row of the one that was alone.</summary>
    private static async Task AlsAlleenAsync<TRow>(IQueryable<TRow> table, Func<TRow, bool> alleen, Func<TRow, bool> samen, params string[] behalve) where TRow : class
    {
        var rows = await table.AsNoTracking().ToListAsync();
        var voorbeelden = rows.Where(alleen).ToList();
        Assert.NotEmpty(voorbeelden);
        var voorbeeld = voorbeelden[0];
        var gevonden = rows.Where(samen).ToList();
        Assert.Equal(Aantal * voorbeelden.Count, gevonden.Count);
        foreach (var column in typeof(TRow).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => !behalve.Contains(property.Name)))
        {
            Assert.All(gevonden, row => Assert.Equal(Gevuld(column.GetValue(voorbeeld)), Gevuld(column.GetValue(row))));
        }
    }

    private static bool Gevuld(object? value) => value is not null and not "" and not 0 and not byte[] { Length: 0 };
}

public sealed class SamenBewaardTestsEmbedded(EmbeddedServices services) : SamenBewaardTests(services), IClassFixture<EmbeddedServices>;

public sealed class SamenBewaardTestsDistributed(DistributedServices services) : SamenBewaardTests(services.OrSkip()), IClassFixture<DistributedServices>
{
    private readonly DistributedServices _services = services;

    /// <summary>Without it the tests above would prove nothing about what is saved together.</summary>
    [Fact]
    public async Task Given_many_meldingen_at_once_When_they_are_saved_Then_there_are_fewer_transactions_than_meldingen()
    {
        var antwoorden = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _services.PostMeldingAsync(Invoer.Adviesvraag())));
        Assert.All(antwoorden, antwoord => Assert.Equal(HttpStatusCode.Created, antwoord.StatusCode));
        var (meldingen, transacties) = await _services.KijkAsync(MeldingService.Name, async db => (
            await db.Database.SqlQuery<long>($"SELECT count(*) AS \"Value\" FROM \"Audit\"").SingleAsync(),
            await db.Database.SqlQuery<long>($"SELECT count(DISTINCT xmin::text) AS \"Value\" FROM \"Audit\"").SingleAsync()));
        Assert.InRange(transacties, 1, meldingen - 1);
        Array.ForEach(antwoorden, antwoord => antwoord.Dispose());
    }
}
