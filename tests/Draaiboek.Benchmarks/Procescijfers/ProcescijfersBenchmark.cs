using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.GraphQL;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Registratie;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Benchmarks;

/// <summary>
/// All figures of a year, asked of the service's own engine (without HTTP and token) on PostgreSQL: with 1,000,000 facts beside 1,000. As they mostly are asked, when nothing
/// changed since; right after a new fact, a step or a question; and when nothing was counted before, as after a start.
/// </summary>
internal static class ProcescijfersBenchmark
{
    private const int Klein = 1_000;
    private const int Groot = 1_000_000;
    private const int GrootInHetKort = 100_000;
    private const string Service = "registratie";

    private const string Query = """
        { procescijfers(jaar: 2026, peildatum: "2026-10-31") {
          vragen perSoort { infoFenomeen teamondersteuning inschattingGedrag gekendSlachtoffer vraagAssessment }
          assessments { gevraagd advies negatief positief lopend wachtend nietGestart nietBereikbaar wilNietDeelnemen afgehaaktNaKennismaking stopgezet overgedragen }
          werkvoorraad { bijBegin nieuw afgerond open } wachttijden { totEersteGesprek { aantal mediaan p90 } totAdvies { aantal mediaan p90 } }
          achterstand { onder1Maand { wachtend lopend } vanaf6Maanden { wachtend lopend } } gesprekken { gemiddelde } herhalingen { opnieuwGemeld } juridisch { statuten { toegekend } } } }
        """;

    public static async Task<IReadOnlyList<Comparison>> RunAsync(Rounds rounds)
    {
        var aantal = rounds.IsShort ? GrootInHetKort : Groot;
        await using var klein = await Opstelling.StartAsync(Klein);
        await using var groot = await Opstelling.StartAsync(aantal);
        var feiten = $"{aantal} feiten tegen {Klein}";
        var (warm, p99) = (new Comparison($"procescijfers, {feiten}: mediaan", "µs", "≤ 1.5"), new Comparison($"procescijfers, {feiten}: p99", "µs", "–"));
        var keren = rounds.IsShort ? 200 : 500;
        await Comparison.InTurnAsync(rounds.Count, () => klein.MeetAsync(keren), () => groot.MeetAsync(keren), (b, o) =>
        {
            warm.Add(b.Median, o.Median);
            p99.Add(b.P99, o.P99);
        });
        var stap = new Comparison($"procescijfers na een nieuwe stap, {feiten}", "µs", "≤ 1.5");
        await Comparison.InTurnAsync(rounds.Count, () => klein.MeetNaAsync(Opstelling.Stap), () => groot.MeetNaAsync(Opstelling.Stap), stap.Add);
        var vraag = new Comparison($"procescijfers na een nieuwe vraag, {feiten}", "µs", "≤ 1.5");
        await Comparison.InTurnAsync(rounds.Count, () => klein.MeetNaAsync(Opstelling.Vraag), () => groot.MeetNaAsync(Opstelling.Vraag), vraag.Add);
        var koud = new Comparison($"procescijfers waarvan nog niets geteld is, {feiten}", "ms", "–");
        await Comparison.InTurnAsync(3, 1, () => klein.MeetKoudAsync(), () => groot.MeetKoudAsync(), koud.Add);
        return [warm, p99, stap, vraag, koud];
    }

    /// <summary>A service with so many facts, on an installation of its own.</summary>
    private sealed class Opstelling(Installation installation, WebApplication service, EmbeddedBus bus, Feitenreeks feiten) : IAsyncDisposable
    {
        private readonly GraphQLExecutor _engine = service.Services.GetRequiredService<GraphQLExecutor>();
        private int _versie = 100;

        public static async Task<Opstelling> StartAsync(int aantal)
        {
            var installation = await Installation.StartAsync(("Identity:Authority", "http://localhost:1/auth"));
            var bus = new EmbeddedBus();
            var service = RegistratieService.Build(new ServiceOptions
            {
                EmbeddedBus = bus,
                Logging = logging => logging.ClearProviders(),
                Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["Draaiboek:Bus"] = "mediator",
                    ["Draaiboek:Database"] = "postgres",
                    ["Draaiboek:Postgres:ConnectionString"] = installation.RoleConnectionString(Service),
                    ["Draaiboek:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                    ["Draaiboek:Identity:Authority"] = "http://localhost:1/auth",
                },
            });
            await service.StartAsync();
            bus.Open();
            var feiten = new Feitenreeks();
            await using (var databank = installation.Data(Service))
            {
                await feiten.SchrijfAsync(databank, aantal);
            }

            await Console.Error.WriteLineAsync($"  {aantal} feiten");
            return new Opstelling(installation, service, bus, feiten);
        }

        /// <summary>In microseconds.</summary>
        public async Task<(double Median, double P99)> MeetAsync(int keren)
        {
            var took = new double[keren];
            for (var i = 0; i < keren; i++)
            {
                took[i] = (await VraagAsync()).TotalMicroseconds;
            }

            Array.Sort(took);
            return (took[keren / 2], took[(keren * 99 / 100) - 1]);
        }

        public static object Stap(Feitenreeks feiten, int versie)
        {
            var (assessment, melding, op) = feiten.Recent[versie % feiten.Recent.Count];
            return new KennismakingsgesprekWerdGevoerd { AssessmentId = assessment, MeldingId = melding, Versie = versie, Op = op, GeregistreerdOp = DateTimeOffset.UtcNow, OokEersteAssessmentgesprek = false };
        }

        public static object Vraag(Feitenreeks feiten, int versie) => new MeldingWerdGeregistreerd
        {
            MeldingId = Guid.CreateVersion7(),
            Versie = 1,
            Soort = SoortVraag.VraagAssessment,
            Centrum = Centrum.Payoke,
            Kanaal = Kanaal.Telefoon,
            Sector = Sector.Jeugdhulp,
            OntvangenOp = feiten.Recent[versie % feiten.Recent.Count].Op,
            GeregistreerdOp = DateTimeOffset.UtcNow,
            Acuut = false,
            AcuutVanVroeger = false,
            Signalen = [],
            Pseudoniem = Guid.NewGuid(),
        };

        /// <summary>The first answer after a new fact of this year, in microseconds; the median of some.</summary>
        public async Task<double> MeetNaAsync(Func<Feitenreeks, int, object> maak)
        {
            var took = new List<double>();
            for (var i = 0; i < 11; i++)
            {
                await bus.SendAsync(maak(feiten, _versie++), Guid.CreateVersion7(), CancellationToken.None);
                took.Add((await VraagAsync()).TotalMicroseconds);
            }

            return took.Order().ElementAt(took.Count / 2);
        }

        /// <summary>With nothing kept, in milliseconds.</summary>
        public async Task<double> MeetKoudAsync()
        {
            await using var scope = service.Services.CreateAsyncScope();
            var lezer = new Procescijferlezer(scope.ServiceProvider.GetRequiredService<RegistratieDbContext>(), new Cijfergeheugen());
            var start = Stopwatch.GetTimestamp();
            await lezer.LeesAsync(new Cijferperiode(Periodesoort.Jaar, 1, new(2026, 1, 1), new(2026, 12, 31)), new(2026, 10, 31), CancellationToken.None);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        public async ValueTask DisposeAsync()
        {
            await service.StopAsync();
            await service.DisposeAsync();
            await installation.DisposeAsync();
        }

        private async Task<TimeSpan> VraagAsync()
        {
            var start = Stopwatch.GetTimestamp();
            var antwoord = await _engine.ExecuteAsync(new GraphQLRequest(Query));
            var took = Stopwatch.GetElapsedTime(start);
            return antwoord.Errors.Count == 0 ? took : throw new InvalidOperationException(JsonSerializer.Serialize(antwoord.Errors));
        }
    }
}
