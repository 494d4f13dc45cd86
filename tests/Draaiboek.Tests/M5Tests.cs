using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Draaiboek.Assessments;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Messaging;
using Draaiboek.JuridischeSteun;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests;

/// <summary>
/// What does not happen by itself (M5; draaiboek 5.1): every message of a full run is sent again, in every way in which a bus may,
/// and no message to the parket, no juridisch dossier and no begeleiding comes of it.
/// </summary>
[Trait("Regel", "M5")]
public abstract class M5Tests(Func<ServicesFixture> nieuw)
{
    private static readonly string[] Nul = ["inlichtingParket 0/0", "openingJuridischDossier 0/0", "startBegeleiding 0/0"];

    /// <summary>Nobody publishes these yet; what they would bring about is held against M5 all the same.</summary>
    private static readonly Type[] NogNietVerstuurd =
    [
        typeof(AssessmentWerdStopgezet), typeof(AssessmentWerdOvergedragen), typeof(JuridischeStapWerdGezet), typeof(OpnameWerdGeregistreerd),
        typeof(HernieuwdSlachtofferschapWerdVastgesteld),
    ];

    [Theory]
    [InlineData("own id")]
    [InlineData("new id")]
    public async Task Given_a_full_run_When_every_message_is_sent_again_Then_nothing_more_comes_of_it_M5(string hoe)
    {
        await using var own = await OwnServices.StartAsync(nieuw());
        var services = own.Fixture;
        var berichten = await SpeelAllesAsync(services);
        var voor = await StandAsync(services);

        foreach (var (id, bericht) in berichten)
        {
            await services.SendAsync(bericht, hoe == "own id" ? id : Guid.CreateVersion7());
        }

        await services.VerzondenAsync();
        Assert.Equal(voor, await StandAsync(services));
        foreach (var dienst in Postvak.Diensten)
        {
            string[] verwacht = dienst == JuridischeSteunService.Name ? [Nul[0], "openingJuridischDossier 1/0", Nul[2]] : Nul;
            Assert.Equal(verwacht, await services.VerantwoordingAsync(dienst));
        }
    }

    [Theory]
    [InlineData("in order")]
    [InlineData("in reverse order")]
    public async Task Given_the_messages_of_a_full_run_When_other_services_get_them_Then_they_know_the_same_and_did_nothing_of_their_own_M5(string hoe)
    {
        List<(Guid Id, object Bericht)> berichten;
        Procescijfers cijfers;
        await using (var own = await OwnServices.StartAsync(nieuw()))
        {
            berichten = await SpeelAllesAsync(own.Fixture);
            cijfers = await own.Fixture.CijfersAsync(2019);
        }

        await using var vers = await OwnServices.StartAsync(nieuw());
        var services = vers.Fixture;
        var verloop = new Verloop(new DateOnly(2020, 1, 1)).Gesprek(new DateOnly(2020, 1, 2));
        object[] ongezien = [.. verloop.Stopgezet(new DateOnly(2020, 1, 3)).Berichten, .. new Verloop(new DateOnly(2020, 1, 1)).Overgedragen(new DateOnly(2020, 1, 3)).Berichten, .. Ongezien(verloop.MeldingId)];
        Assert.Empty(NogNietVerstuurd.Except(ongezien.Select(bericht => bericht.GetType())));
        var alle = berichten.Select(paar => paar.Bericht).Concat(ongezien).ToList();
        if (hoe == "in reverse order")
        {
            alle.Reverse();
        }

        foreach (var bericht in alle)
        {
            await services.SendAsync(bericht);
        }

        await services.VerzondenAsync();
        foreach (var dienst in Postvak.Diensten)
        {
            Assert.Equal(Nul, await services.VerantwoordingAsync(dienst));
        }

        Assert.Equal(0, await services.InDbAsync<JuridischeSteunDbContext, int>(JuridischeSteunService.Name, db => db.Dossiers.CountAsync()));
        Assert.Empty(await services.OutboxAsync(JuridischeSteunService.Name));
        Assert.Equal(cijfers, await services.CijfersAsync(2019));
        var vragen = alle.OfType<MeldingWerdGeregistreerd>().Count(vraag => vraag.Soort == SoortVraag.VraagAssessment);
        Assert.Equal((vragen, 0), await services.InDbAsync<AssessmentDbContext, (int, int)>(
            AssessmentService.Name, async db => (await db.Assessments.CountAsync(a => a.Toestand == AssessmentToestand.Wachtend), await db.Stappen.CountAsync())));
    }

    private static object[] Ongezien(Guid melding)
    {
        var op = new DateOnly(2020, 1, 4);
        return
        [
            .. Enum.GetValues<JuridischeStapSoort>().Select(soort => Bericht.JuridischeStap(soort, op, melding)),
            Bericht.Opname(Opnamesoort.BeveiligendeOpvang, op, melding),
            Bericht.HernieuwdSlachtofferschap(op, melding),
        ];
    }

    /// <summary>Every kind of question and every kind of step, by hand and through the services; the answer is every message that any of them sent.</summary>
    private static async Task<List<(Guid Id, object Bericht)>> SpeelAllesAsync(ServicesFixture services)
    {
        foreach (var soort in new[] { "infoFenomeen", "teamondersteuning", "inschattingGedrag" })
        {
            var advies = await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Adviesvraag(soort)), Invoer.Medewerker);
            using var ingetrokken = await services.StapAsync(advies, "intrekking", """{"reden":"vergissing"}""", Invoer.Medewerker);
            Assert.Equal(HttpStatusCode.Created, ingetrokken.StatusCode);
        }

        var bekend = Invoer.NamensOrganisatie(Invoer.Assessmentvraag());
        bekend["soort"] = "gekendSlachtoffer";
        var gekend = await services.RegistreerAsync(bekend, Invoer.Medewerker);
        foreach (var (pad, inhoud) in new[]
        {
            ("antwoorden", """{"tekst":"Synthetisch antwoord.","doorverwezenNaar":"childFocus"}"""),
            ("aanbod", """{"soort":"vorming"}"""),
            ("aanbod/antwoord", """{"soort":"vorming","antwoord":"aanvaard"}"""),
            ("inlichtingen", """{"ontvanger":"politie","op":"2019-03-04","contact":"Synthetisch contact","waarom":"Synthetische reden.","watMeegedeeld":"Synthetische inhoud.","grond":{"rechtsgrond":"noodtoestand","noodtoestand":{"hogerGoed":"Synthetisch hoger goed."}}}"""),
        })
        {
            using var gedaan = await services.StapAsync(gekend, pad, inhoud, Invoer.Medewerker);
            Assert.Equal(HttpStatusCode.Created, gedaan.StatusCode);
        }

        using var uitbuiting = await services.PutUitbuitingAsync(gekend, Uitbuitingverzoeken.Uitbuiting());
        Assert.Equal(HttpStatusCode.OK, uitbuiting.StatusCode);

        var zonderToestemming = Werklijst.Stap("positiefAdvies");
        zonderToestemming["toestemming"] = Werklijst.GeenToestemming();
        var meldingen = new List<Guid>();
        foreach (var (weg, slot) in new (string[], JsonObject?)[]
        {
            (["kennismakingsgesprek", "gesprek", "gesprek", "positiefAdvies"], null),
            (["gesprek"], zonderToestemming),
            (["kennismakingsgesprek", "gesprek", "negatiefAdvies"], null),
            (["kennismakingsgesprek", "nietGestart"], null),
            (["kennismakingsgesprek"], null),
            ([], null),
        })
        {
            var vraag = Invoer.NamensOrganisatie(Invoer.Assessmentvraag());
            vraag["acuut"] = true;
            var melding = await services.RegistreerAsync(vraag, Invoer.Medewerker);
            meldingen.Add(melding);
            using var client = services.Client(AssessmentService.Name, Invoer.Medewerker);
            var id = (await services.InWerklijstAsync(melding)).Id();
            await client.DoorloopAsync(id, weg);
            if (slot is not null)
            {
                await client.GeluktAsync(id, "positiefAdvies", slot);
            }
        }

        using var centrum = services.Client(AssessmentService.Name, Invoer.Medewerker);
        foreach (var (pad, inhoud) in new[] { ("/api/vormingen", Vormingverzoeken.Vraag()), ("/api/achterstanden", Vormingverzoeken.Oorzaak()) })
        {
            using var vastgelegd = await centrum.PostAsJsonAsync(pad, inhoud);
            Assert.Equal(HttpStatusCode.Created, vastgelegd.StatusCode);
        }

        // All of these are about the same made-up person; only who says so makes them one.
        await services.OordeelLuktAsync(meldingen[0], meldingen[1], "zelfdeJongere");
        await services.VerzondenAsync();
        // The only act of a person in this run that M5 reserves.
        using var jurist = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        using var response = await jurist.OpenAsync(meldingen[0], "2019-06-01");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        await services.VerzondenAsync();

        var berichten = new List<(Guid, object)>();
        foreach (var dienst in Postvak.Diensten)
        {
            berichten.AddRange((await services.OutboxAsync(dienst)).Select(row => (row.MessageId, MessageCatalog.Read(row.MessageType, row.Body))));
        }

        Assert.Equal(
            MessageCatalog.All.Except(NogNietVerstuurd).Select(type => type.Name).Order(StringComparer.Ordinal),
            berichten.Select(paar => paar.Item2.GetType().Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return berichten;
    }

    /// <summary>How much of everything there is, in all services.</summary>
    private static async Task<string> StandAsync(ServicesFixture services)
    {
        var standen = new List<string>();
        foreach (var dienst in Postvak.Diensten)
        {
            standen.Add(await services.KijkAsync(dienst, async db => $"{dienst}: {await db.Handelingen.CountAsync()} handelingen, {await db.Outbox.CountAsync()} berichten, {await db.Audit.CountAsync(row => !row.Actie.EndsWith("gelezen"))} in audit"));
        }

        standen.Add(await services.InDbAsync<AssessmentDbContext, string>(AssessmentService.Name, async db => $"{await db.Assessments.CountAsync()} assessments, {await db.Assessments.SumAsync(a => a.Versie)} versies, {await db.Stappen.CountAsync()} stappen"));
        standen.Add(await services.InDbAsync<JuridischeSteunDbContext, string>(JuridischeSteunService.Name, async db => $"{await db.Aanleidingen.CountAsync()} aanleidingen, {await db.Dossiers.CountAsync()} dossiers"));
        standen.Add(await services.InDbAsync<RegistratieDbContext, string>(RegistratieService.Name, async db => $"{await db.Feiten.CountAsync()} feiten, {await db.Herhalingen.CountAsync()} herhalingen"));
        return string.Join('\n', standen);
    }
}

public sealed class M5TestsEmbedded() : M5Tests(() => new EmbeddedServices());

public sealed class M5TestsDistributed() : M5Tests(() => new DistributedServices().OrSkip());
