using Draaiboek.Berichten;
using Draaiboek.Hosting.Databases;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>What is kept of the figures never answers for facts that it does not know: always the same as counted from nothing (G3, DESIGN 5).</summary>
[Trait("Regel", "G3")]
public abstract class MaandstandTests(ServicesFixture services)
{
    private static readonly (int Jaar, object? Periode, DateOnly Peil)[] Vragen =
    [
        (2017, null, new(2017, 12, 31)), (2017, new { kwartaal = 2 }, new(2018, 3, 1)), (2018, null, new(2019, 6, 30)), (2018, new { maand = 1 }, new(2019, 6, 30)), (2018, null, new(2018, 2, 2)),
    ];

    protected ServicesFixture Services => services;

    [Fact]
    public async Task Given_messages_in_random_order_When_asked_after_each_Then_the_same_as_counted_from_nothing_G3()
    {
        var berichten = Berichten(new Random(7), 14);
        foreach (var bericht in berichten)
        {
            await services.SendAsync(bericht);
            await HoudAsync();
        }
    }

    [Fact]
    public async Task Given_many_messages_at_once_When_asked_meanwhile_Then_afterwards_the_same_as_counted_from_nothing_G3()
    {
        using var klaar = new CancellationTokenSource();
        var vragen = Task.Run(async () =>
        {
            while (!klaar.IsCancellationRequested)
            {
                foreach (var (jaar, periode, peil) in Vragen)
                {
                    await services.AlleCijfersAsync(jaar, periode, peil);
                }
            }
        });
        await Parallel.ForEachAsync(Berichten(new Random(8), 60), ServicesFixture.VeelTegelijk, async (bericht, _) => await services.SendAsync(bericht));
        await klaar.CancelAsync();
        await vragen;
        await HoudAsync();
    }

    [Fact]
    public async Task Given_a_fact_outside_of_a_transaction_When_it_is_saved_Then_it_is_refused()
    {
        var melding = Guid.CreateVersion7();
        await services.InDbAsync<RegistratieDbContext, bool>(RegistratieService.Name, async db =>
        {
            db.Feiten.Add(Feit.Van(FeitSoort.Assessmentgesprek, melding, 1, melding, new(2013, 1, 1), DateTimeOffset.UtcNow));
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
            return true;
        });
        Assert.Equal(0, await services.InDbAsync<RegistratieDbContext, int>(RegistratieService.Name, db => db.Feiten.CountAsync(feit => feit.MeldingId == melding)));
    }

    /// <summary>Histories with corrections to another month, withdrawals and judgements among them, shuffled.</summary>
    private static object[] Berichten(Random random, int aantal)
    {
        var berichten = new List<object>();
        var jongeren = Enumerable.Range(0, Math.Max(2, aantal / 3)).Select(_ => Guid.CreateVersion7()).ToArray();
        for (var i = 0; i < aantal; i++)
        {
            var verloop = Geschiedenis.Verzin(random).Verloop;
            var vraag = (MeldingWerdGeregistreerd)verloop.Berichten[0] with { Pseudoniem = jongeren[random.Next(jongeren.Length)] };
            berichten.AddRange([vraag, .. verloop.Berichten.Skip(2)]);
            var op = vraag.OntvangenOp.AddDays(random.Next(100));
            switch (random.Next(4))
            {
                case 0:
                    // Never to a later day than its steps: what happened before the question would come to stand before it.
                    berichten.Add(Bericht.Gewijzigd(vraag, 2, SoortVraag.VraagAssessment, op) with { OntvangenOp = vraag.OntvangenOp.AddDays(-random.Next(200)) });
                    break;
                case 1:
                    berichten.Add(Bericht.Gewijzigd(vraag, 2, SoortVraag.GekendSlachtoffer, op));
                    berichten.Add(Bericht.Gewijzigd(vraag, 3, SoortVraag.VraagAssessment, op.AddDays(random.Next(50))) with { Wijziging = MeldingWijziging.Ingetrokken, Ingetrokken = random.Next(2) == 0 });
                    break;
                case 2:
                    berichten.Add(new HerhalingWerdVastgesteld { MeldingId = vraag.MeldingId, Versie = 2, Pseudoniem = jongeren[random.Next(jongeren.Length)], GeregistreerdOp = DateTimeOffset.UtcNow });
                    break;
            }
        }

        object[] geschud = [.. berichten];
        random.Shuffle(geschud);
        return geschud;
    }

    protected async Task HoudAsync()
    {
        foreach (var (jaar, periode, peil) in Vragen)
        {
            var cijfers = await services.AlleCijfersAsync(jaar, periode, peil);
            var geteld = await services.InDbAsync<RegistratieDbContext, Procescijfers>(
                RegistratieService.Name,
                db => new Procescijferlezer(db, new Cijfergeheugen()).LeesAsync(cijfers.Periode, peil, CancellationToken.None));
            Assert.Equal(geteld, cijfers);
        }
    }
}

public sealed class MaandstandTestsEmbedded(EmbeddedServices services) : MaandstandTests(services), IClassFixture<EmbeddedServices>;

public sealed class MaandstandTestsDistributed(DistributedServices services) : MaandstandTests(services.OrSkip()), IClassFixture<DistributedServices>
{
    [Fact]
    public async Task Given_a_step_that_commits_after_its_question_was_asked_about_When_asked_again_Then_it_is_in_the_figures()
    {
        var verloop = new Verloop(new(2019, 3, 4)).Gesprek(new(2019, 4, 5));
        var (geschreven, verder) = (new TaskCompletionSource(), new TaskCompletionSource());
        var stap = Task.Run(async () =>
        {
            await using var scope = Services.Services(RegistratieService.Name).CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RegistratieDbContext>();
            await scope.ServiceProvider.GetRequiredService<WriteTransaction<RegistratieDbContext>>().RunAsync(
                async token =>
                {
                    var gesprek = (AssessmentgesprekWerdGevoerd)verloop.Berichten[^1];
                    await db.BeginAsync(token);
                    db.Feiten.Add(Feit.Van(FeitSoort.Assessmentgesprek, gesprek.AssessmentId, gesprek.Versie, gesprek.MeldingId, gesprek.Op, gesprek.GeregistreerdOp));
                    await db.SaveChangesAsync(token);
                    geschreven.SetResult();
                    await verder.Task;
                },
                CancellationToken.None);
        });
        await geschreven.Task;
        await Services.SendAsync(verloop.Berichten[0]);
        Assert.Equal((1, 0), await Services.CijfersAsync(2019, cijfers => (cijfers.Assessments.Wachtend, cijfers.Assessments.Lopend)));
        verder.SetResult();
        await stap;
        Assert.Equal((0, 1), await Services.CijfersAsync(2019, cijfers => (cijfers.Assessments.Wachtend, cijfers.Assessments.Lopend)));
    }

    [Fact]
    public async Task Given_a_step_and_its_question_at_the_same_moment_When_the_first_has_not_committed_Then_the_second_waits_and_neither_is_missed()
    {
        var verloop = new Verloop(new(2020, 3, 4)).Gesprek(new(2020, 4, 5));
        await using var scope = Services.Services(RegistratieService.Name).CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegistratieDbContext>();
        await using var look = Services.Services(RegistratieService.Name).CreateAsyncScope();
        var locks = look.ServiceProvider.GetRequiredService<RegistratieDbContext>();
        await using var transactie = await db.Database.BeginTransactionAsync();
        var gesprek = (AssessmentgesprekWerdGevoerd)verloop.Berichten[^1];
        db.Feiten.Add(Feit.Van(FeitSoort.Assessmentgesprek, gesprek.AssessmentId, gesprek.Versie, gesprek.MeldingId, gesprek.Op, gesprek.GeregistreerdOp));
        await db.SaveChangesAsync();
        // The months are raised, and the question is not there to see yet.
        await ((ServiceDbContext)db).CompleteAsync(CancellationToken.None);
        var vraag = Services.SendAsync(verloop.Berichten[0]);
        await ServicesFixture.EventuallyAsync("the question waits, or is there", async () =>
            vraag.IsCompleted || await locks.Database.SqlQuery<int>($"""SELECT count(*)::int AS "Value" FROM pg_locks WHERE locktype = 'advisory' AND NOT granted""").SingleAsync() > 0);
        // Whoever asks now may keep what is counted.
        await Services.CijfersAsync(2020);
        await transactie.CommitAsync();
        await vraag;
        Assert.Equal((0, 1), await Services.CijfersAsync(2020, cijfers => (cijfers.Assessments.Wachtend, cijfers.Assessments.Lopend)));
    }
}
