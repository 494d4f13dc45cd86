using Draaiboek.Berichten;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>What is kept of the figures never answers for facts that it does not know: always the same as counted from nothing (G3, DESIGN 5).</summary>
[Trait("Regel", "G3")]
public abstract class CijferstandTests(ServicesFixture services)
{
    private static readonly DateOnly Eerste = new(2015, 1, 1);

    // One keeps as much as a service does; the other so little that days are gone while their months still hold.
    private readonly Cijfergeheugen _krap = new(dagen: 3);

    protected ServicesFixture Services => services;

    private Cijfergeheugen Ruim => services.Services(RegistratieService.Name).GetRequiredService<Cijfergeheugen>();

    [Theory]
    [InlineData(7)]
    [InlineData(20190304)]
    public async Task Given_messages_in_random_order_When_asked_after_each_Then_the_same_as_counted_from_nothing_G3(int seed)
    {
        var random = new Random(seed);
        var vragen = Vragen(random, 12);
        foreach (var bericht in Berichten(random, 7))
        {
            await services.SendAsync(bericht);
            random.Shuffle(vragen);
            await HoudAsync(vragen.Take(2));
        }

        await HoudAsync(vragen);
    }

    [Fact]
    public async Task Given_many_messages_at_once_When_asked_meanwhile_Then_afterwards_the_same_as_counted_from_nothing_G3()
    {
        var random = new Random(8);
        var vragen = Vragen(random, 12);
        using var klaar = new CancellationTokenSource();
        var lezen = Task.Run(async () =>
        {
            while (!klaar.IsCancellationRequested)
            {
                foreach (var (periode, peil) in vragen)
                {
                    await services.InDbAsync<RegistratieDbContext, Procescijfers>(RegistratieService.Name, db => new Procescijferlezer(db, Ruim).LeesAsync(periode, peil, CancellationToken.None));
                }
            }
        });
        await Parallel.ForEachAsync(Berichten(random, 25), ServicesFixture.VeelTegelijk, async (bericht, _) => await services.SendAsync(bericht));
        await klaar.CancelAsync();
        await lezen;
        await HoudAsync(vragen);
    }

    [Fact]
    public async Task Given_figures_that_are_kept_When_a_step_comes_Then_only_the_day_of_its_question_is_counted_again()
    {
        DateOnly ontvangen = new(2015, 3, 4), gesprek = new(2015, 4, 5);
        var (verloop, ander) = (new Verloop(ontvangen), new Verloop(ontvangen.AddDays(1)));
        await verloop.SpeelAfAsync(services);
        await ander.Gesprek(gesprek).SpeelAfAsync(services);
        var eerder = await StandenAsync();
        await services.SendAsync(verloop.Gesprek(gesprek).Berichten[^1]);
        var later = await StandenAsync();
        Assert.Equal((ontvangen, gesprek), Assert.Single(later.Except(eerder)) is var (dag, _, laatste) ? (dag, laatste) : default);
        // On another day nothing that was told before is told anew.
        Assert.Equal((ontvangen.AddDays(1), gesprek), Assert.Single(later.Intersect(eerder)) is var (zelfde, _, toen) ? (zelfde, toen) : default);

        async Task<List<(DateOnly, long, DateOnly)>> StandenAsync() => await services.InDbAsync<RegistratieDbContext, List<(DateOnly, long, DateOnly)>>(
            RegistratieService.Name,
            async db => [.. (await db.Dagstanden.AsNoTracking().Where(stand => stand.Dag.Year == 2015).ToListAsync()).Select(stand => (stand.Dag, stand.Stand, stand.Laatste))]);
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

    /// <summary>Histories with everything that can be corrected, moved to another day, taken back or judged otherwise among them, shuffled.</summary>
    private protected static object[] Berichten(Random random, int aantal)
    {
        var berichten = new List<object>();
        var jongeren = Enumerable.Range(0, Math.Max(2, aantal / 3)).Select(_ => Guid.CreateVersion7()).ToArray();
        T Een<T>(params T[] keuzen) => keuzen[random.Next(keuzen.Length)];
        for (var i = 0; i < aantal; i++)
        {
            var verloop = Geschiedenis.Verzin(random).Verloop;
            var vraag = (MeldingWerdGeregistreerd)verloop.Berichten[0] with { Pseudoniem = Een(jongeren) };
            berichten.AddRange([vraag, .. verloop.Berichten.Skip(2)]);
            DateOnly Dag() => vraag.OntvangenOp.AddDays(random.Next(-20, 150));
            for (var versie = 2; versie < 2 + random.Next(4); versie++)
            {
                berichten.Add(Bericht.Gewijzigd(vraag, versie, Een(SoortVraag.VraagAssessment, SoortVraag.VraagAssessment, SoortVraag.GekendSlachtoffer, SoortVraag.InfoFenomeen), Dag()) with
                {
                    OntvangenOp = Een(vraag.OntvangenOp, vraag.OntvangenOp.AddDays(1), Dag()),
                    Wijziging = Een(MeldingWijziging.Gecorrigeerd, MeldingWijziging.Overgedragen),
                    Ingetrokken = random.Next(5) == 0,
                });
            }

            for (var versie = 2; versie < 2 + random.Next(3); versie++)
            {
                berichten.Add(new HerhalingWerdVastgesteld { MeldingId = vraag.MeldingId, Versie = versie, Pseudoniem = Een(jongeren), GeregistreerdOp = DateTimeOffset.UtcNow });
            }

            var stap = Bericht.JuridischeStap(JuridischeStapSoort.Zitting, Dag(), vraag.MeldingId);
            var opname = Bericht.Opname(Opnamesoort.Ontheming, Dag(), vraag.MeldingId);
            var opnieuw = Bericht.HernieuwdSlachtofferschap(Dag(), vraag.MeldingId);
            var vorming = Bericht.Vorming(Vormingsstand.Gevraagd, Dag());
            var achterstand = Bericht.Achterstand(Achterstandsoorzaak.Anders, Dag());
            berichten.AddRange(new object[]
            {
                stap,
                stap with { Versie = 2, Op = Dag(), GewijzigdOp = Dag() },
                stap with { Versie = 3, Op = Dag(), GewijzigdOp = Dag(), Ingetrokken = true },
                opname,
                opname with { Versie = 2, Op = Dag(), GewijzigdOp = Dag() },
                opname with { Versie = 3, GewijzigdOp = Dag(), Ingetrokken = true },
                opnieuw,
                opnieuw with { Versie = 2, Op = Dag(), GewijzigdOp = Dag() },
                vorming,
                vorming with { Versie = 2, Stand = Vormingsstand.Gegeven, Op = Dag() },
                achterstand,
                achterstand with { Versie = 2, Van = Dag(), Tot = Dag(), GewijzigdOp = Dag() },
                Bericht.Dossier(vraag.MeldingId, Dag()),
                new DoorverwijzingWerdGedaan { MeldingId = vraag.MeldingId, Versie = 20, Op = Dag(), GeregistreerdOp = DateTimeOffset.UtcNow, Naar = Doorverwijzing.Politie },
            }.Where(_ => random.Next(3) == 0));
        }

        object[] geschud = [.. berichten];
        random.Shuffle(geschud);
        return geschud;
    }

    /// <summary>Periods of every kind, each on a day in it, between what happens, or long after.</summary>
    private protected static (Cijferperiode Periode, DateOnly Peil)[] Vragen(Random random, int aantal) =>
    [
        .. Enumerable.Range(0, aantal).Select(_ =>
        {
            var (jaar, delen) = (random.Next(2016, 2020), (int[])[1, 2, 4, 12]);
            var soort = random.Next(4);
            var nummer = random.Next(delen[soort]) + 1;
            var van = new DateOnly(jaar, 1, 1).AddMonths((nummer - 1) * 12 / delen[soort]);
            return (new Cijferperiode((Periodesoort)(soort + 1), nummer, van, van.AddMonths(12 / delen[soort]).AddDays(-1)), van.AddDays(random.Next(500)));
        }),
    ];

    private protected async Task HoudAsync(IEnumerable<(Cijferperiode Periode, DateOnly Peil)> vragen, params Cijfergeheugen[] ook)
    {
        foreach (var (periode, peil) in vragen)
        {
            foreach (var geheugen in (Cijfergeheugen[])[Ruim, _krap, .. ook])
            {
                var (geteld, gelezen) = await services.InDbAsync<RegistratieDbContext, (Procescijfers, Procescijfers)>(
                    RegistratieService.Name,
                    async db => (await TelAsync(db, periode, peil), await new Procescijferlezer(db, geheugen).LeesAsync(periode, peil, CancellationToken.None)));
                Assert.Equal(geteld, gelezen);
            }
        }
    }

    /// <summary>Out of the facts of all days, whatever the stands say.</summary>
    private static async Task<Procescijfers> TelAsync(RegistratieDbContext db, Cijferperiode periode, DateOnly peil)
    {
        var (telling, teller) = (new Telling(), new Dagteller(db, periode.Van, peil));
        static IEnumerable<DateOnly> Dagen(DateOnly van, DateOnly tot) => Enumerable.Range(0, tot.DayNumber - van.DayNumber + 1).Select(van.AddDays);
        foreach (var dagen in new[] { Dagen(Eerste, periode.Van.AddDays(-1)), Dagen(periode.Van, periode.Tot) })
        {
            foreach (var dag in (await teller.TelAsync(dagen, CancellationToken.None)).Values)
            {
                telling.Voeg(dag.Sluit());
            }
        }

        return Procescijferblad.Maak(periode, peil, telling);
    }
}

public sealed class CijferstandTestsEmbedded(EmbeddedServices services) : CijferstandTests(services), IClassFixture<EmbeddedServices>;

public sealed class CijferstandTestsDistributed(DistributedServices services) : CijferstandTests(services.OrSkip()), IClassFixture<DistributedServices>
{
    private new DistributedServices Services => (DistributedServices)base.Services;

    [Fact]
    public async Task Given_a_step_that_commits_after_its_question_was_asked_about_When_asked_again_Then_it_is_in_the_figures()
    {
        var verloop = new Verloop(new(2022, 3, 4)).Gesprek(new(2022, 4, 5));
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
        Assert.Equal((1, 0), await Services.CijfersAsync(2022, cijfers => (cijfers.Assessments.Wachtend, cijfers.Assessments.Lopend)));
        verder.SetResult();
        await stap;
        Assert.Equal((0, 1), await Services.CijfersAsync(2022, cijfers => (cijfers.Assessments.Wachtend, cijfers.Assessments.Lopend)));
    }

    [Fact]
    public async Task Given_a_step_and_its_question_at_the_same_moment_When_the_first_has_not_committed_Then_the_second_waits_and_neither_is_missed()
    {
        var verloop = new Verloop(new(2023, 3, 4)).Gesprek(new(2023, 4, 5));
        await using var scope = Services.Services(RegistratieService.Name).CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegistratieDbContext>();
        await using var transactie = await db.Database.BeginTransactionAsync();
        var gesprek = (AssessmentgesprekWerdGevoerd)verloop.Berichten[^1];
        db.Feiten.Add(Feit.Van(FeitSoort.Assessmentgesprek, gesprek.AssessmentId, gesprek.Versie, gesprek.MeldingId, gesprek.Op, gesprek.GeregistreerdOp));
        await db.SaveChangesAsync();
        // The months are raised, and the question is not there to see yet.
        await ((ServiceDbContext)db).CompleteAsync(CancellationToken.None);
        var vraag = Services.SendAsync(verloop.Berichten[0]);
        await WachtOfKlaarAsync(vraag);
        // Whoever asks now may keep what is counted.
        await Services.CijfersAsync(2023);
        await transactie.CommitAsync();
        await vraag;
        Assert.Equal((0, 1), await Services.CijfersAsync(2023, cijfers => (cijfers.Assessments.Wachtend, cijfers.Assessments.Lopend)));
    }

    [Fact]
    public async Task Given_an_earlier_question_about_the_same_young_person_at_the_same_moment_When_it_has_not_committed_Then_the_later_waits_and_is_a_repeat_G6()
    {
        var jongere = Guid.CreateVersion7();
        MeldingWerdGeregistreerd Vraag(int maand) => (MeldingWerdGeregistreerd)new Verloop(new(2024, maand, 4)).Berichten[0] with { Pseudoniem = jongere };
        var (eerste, tweede) = (Vraag(3), Vraag(5));
        await using var scope = Services.Services(RegistratieService.Name).CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegistratieDbContext>();
        await using var transactie = await db.Database.BeginTransactionAsync();
        db.Feiten.Add(Feit.Van(FeitSoort.VraagGeregistreerd, eerste.MeldingId, eerste.Versie, eerste.MeldingId, eerste.OntvangenOp, eerste.GeregistreerdOp) with
        {
            SoortVraag = eerste.Soort,
            Pseudoniem = jongere,
        });
        await db.SaveChangesAsync();
        await ((ServiceDbContext)db).CompleteAsync(CancellationToken.None);
        var later = Services.SendAsync(tweede);
        await WachtOfKlaarAsync(later);
        await OpnieuwAsync();
        await transactie.CommitAsync();
        await later;
        Assert.Equal(1, await OpnieuwAsync());

        async Task<int> OpnieuwAsync()
        {
            await using var lezen = Services.Services(RegistratieService.Name).CreateAsyncScope();
            var jaar = new Cijferperiode(Periodesoort.Jaar, 1, new(2024, 1, 1), new(2024, 12, 31));
            return (await lezen.ServiceProvider.GetRequiredService<Procescijferlezer>().LeesAsync(jaar, new(2025, 1, 1), CancellationToken.None)).Herhalingen.OpnieuwGemeld;
        }
    }

    [Fact]
    public async Task Given_two_copies_that_receive_and_are_asked_meanwhile_When_all_came_Then_both_answer_as_counted_from_nothing_G3()
    {
        await using var kopie = RegistratieService.Build(Services.OptionsOfCopy(RegistratieService.Name));
        await kopie.StartAsync();
        await ServicesFixture.EventuallyAsync("copy on the bus", () => Task.FromResult(kopie.Services.GetRequiredService<IMessageTransport>().IsReady));
        var ontvangen = new Ontvangen();
        kopie.Services.GetRequiredService<IBusControl>().ConnectReceiveObserver(ontvangen);

        var random = new Random(12);
        var vragen = Vragen(random, 8);
        var berichten = Berichten(random, 200).Select(bericht => (Id: Guid.CreateVersion7(), Bericht: bericht)).ToList();
        var ids = berichten.Select(bericht => bericht.Id).ToArray();
        using var klaar = new CancellationTokenSource();
        var lezen = new[] { Services.Services(RegistratieService.Name), kopie.Services }.Select(dienst => Task.Run(async () =>
        {
            while (!klaar.IsCancellationRequested)
            {
                foreach (var (periode, peil) in vragen)
                {
                    await using var scope = dienst.CreateAsyncScope();
                    await scope.ServiceProvider.GetRequiredService<Procescijferlezer>().LeesAsync(periode, peil, CancellationToken.None);
                }
            }
        })).ToList();
        await Parallel.ForEachAsync(berichten, ServicesFixture.VeelTegelijk, async (bericht, token) =>
        {
            var afzender = RabbitTopology.ExchangeOf(bericht.Bericht.GetType()).Split('.')[0];
            await Services.Services(afzender).GetRequiredService<IMessageTransport>().SendAsync(bericht.Bericht, bericht.Id, queue: "", token);
        });
        // Each of them by its id: other services answer to some, and what they send comes in too.
        await ServicesFixture.EventuallyAsync(
            "all came",
            async () => await Services.InDbAsync<RegistratieDbContext, int>(RegistratieService.Name, db => db.Inbox.CountAsync(row => ids.Contains(row.MessageId))) == ids.Length,
            seconds: 120);
        await klaar.CancelAsync();
        await Task.WhenAll(lezen);
        Assert.InRange(ontvangen.Aantal, ids.Length / 20, ids.Length * 19 / 20);
        await HoudAsync(vragen, kopie.Services.GetRequiredService<Cijfergeheugen>());
        await kopie.StopAsync();
    }

    private async Task WachtOfKlaarAsync(Task wie)
    {
        await using var scope = Services.Services(RegistratieService.Name).CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegistratieDbContext>();
        await ServicesFixture.EventuallyAsync("it waits, or is there", async () =>
            wie.IsCompleted || await db.Database.SqlQuery<int>($"""SELECT count(*)::int AS "Value" FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""").SingleAsync() > 0);
    }

    /// <summary>How much came in at a copy.</summary>
    private sealed class Ontvangen : IReceiveObserver
    {
        private int _aantal;

        public int Aantal => _aantal;

        public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostReceive(ReceiveContext context)
        {
            Interlocked.Increment(ref _aantal);
            return Task.CompletedTask;
        }

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class => Task.CompletedTask;

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    }
}
