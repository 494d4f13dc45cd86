using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Hosting;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>One wrong thing, one error at its exact path, in Dutch, without an echo; and all wrong things at once (DESIGN 8).</summary>
public abstract class MeldingInvoerTests(ServicesFixture services)
{
    private const string Duizend10 = "{10000}";

    [Theory]
    [InlineData("soort", "\"MERK\"", "kent enkel: infoFenomeen, teamondersteuning, inschattingGedrag, gekendSlachtoffer, vraagAssessment")]
    [InlineData("soort", "\"VraagAssessment\"", "kent enkel")]
    [InlineData("soort", "5", "kent enkel")]
    [InlineData("soort", "\"5\"", "kent enkel")]
    [InlineData("centrum", "\"MERK\"", "kent enkel: payoke, pagAsa, surya")]
    [InlineData("sector", "\"\"", "kent enkel: jeugdhulp")]
    [InlineData("linkTienerpooier", "\"MERK\"", "kent enkel: zeker, vermoeden, geen, onbekend")]
    [InlineData("rekruteringskanaal", "\"MERK\"", "kent enkel: socialeMedia")]
    [InlineData("kanaal", "\"MERK\"", "kent enkel: telefoon, mail, platform")]
    [InlineData("kanaal", "\"telefoon\"", "een eigen melding komt langs het platform")]
    [InlineData("signalen[1]", "\"MERK\"", "kent enkel: angstigBijContactOfOnderweg")]
    [InlineData("signalen[0]", "null", "kent enkel")]
    [InlineData("signalen", "[\"weglopen\",\"vaakVermoeid\",\"weglopen\"]", "noem elk signaal één keer")]
    [InlineData("signalen", "\"MERK\"", "moet een lijst zijn")]
    [InlineData("jongere.geslacht", "\"MERK\"", "kent enkel: vrouw, man, x, onbekend")]
    [InlineData("jongere.provincie", "\"MERK\"", "kent enkel: antwerpen")]
    [InlineData("jongere.verblijf", "\"MERK\"", "kent enkel: thuis")]
    [InlineData("consulent.dienst", "\"MERK\"", "kent enkel: ocj, sdj")]
    [InlineData("aantalKeerWeggelopen", "-1", "moet van 0 tot 1000 zijn")]
    [InlineData("aantalKeerWeggelopen", "1001", "moet van 0 tot 1000 zijn")]
    [InlineData("aantalKeerWeggelopen", "\"2\"", "moet een geheel getal zijn")]
    [InlineData("aantalKeerWeggelopen", "2.5", "moet een geheel getal zijn")]
    [InlineData("aantalKeerWeggelopen", "1e400", "moet een geheel getal zijn")]
    [InlineData("aantalKeerWeggelopen", "99999999999999999999999999", "moet een geheel getal zijn")]
    [InlineData("acuut", "\"true\"", "moet true of false zijn")]
    [InlineData("acuut", "1", "moet true of false zijn")]
    [InlineData("jongere", "[]", "moet een object zijn")]
    [InlineData("jongere", "\"MERK\"", "moet een object zijn")]
    [InlineData("contactpersoon", "[{\"naam\":\"MERK\"}]", "moet een object zijn")]
    [InlineData("ontvangenOp", "\"{morgen}\"", "mag niet in de toekomst liggen", "een eigen melding is van vandaag")]
    [InlineData("ontvangenOp", "\"{gisteren}\"", "een eigen melding is van vandaag")]
    [InlineData("ontvangenOp", "\"2019-02-29\"", "moet een bestaande datum zijn")]
    [InlineData("ontvangenOp", "\"04/03/2019\"", "moet een bestaande datum zijn")]
    [InlineData("ontvangenOp", "20190304", "moet een bestaande datum zijn")]
    [InlineData("namensOrganisatie", "\"0400465884\"", "een organisatie meldt voor zichzelf")]
    [InlineData("jongere.geboortedatum", "\"{morgen}\"", "mag niet in de toekomst liggen")]
    [InlineData("jongere.geboortedatum", "\"1850-01-01\"", "ouder dan 25")]
    [InlineData("jongere.geboortedatum", "\"1996-05-06\"", "ouder dan 25")]
    [InlineData("jongere.voornaam", "17", "moet tekst zijn")]
    [InlineData("jongere.voornaam", "\"   \"", "mag niet leeg zijn")]
    [InlineData("jongere.familienaam", "\"\"", "mag niet leeg zijn")]
    [InlineData("jongere.voornaam", "\"\\u200f\\u202e\"", "mag niet leeg zijn", "bevat onzichtbare tekens")]
    [InlineData("jongere.voornaam", "\"Merk\\u202eneg\"", "bevat onzichtbare tekens")]
    [InlineData("jongere.voornaam", "\"Merk\\u0000T\"", "bevat onzichtbare tekens")]
    [InlineData("jongere.voornaam", "\"Merk\\nT\"", "bevat onzichtbare tekens")]
    [InlineData("jongere.voornaam", "\"Merk\\u2028T\"", "bevat onzichtbare tekens")]
    [InlineData("jongere.familienaam", "\"Merk{10000}\"", "mag hoogstens 100 tekens tellen")]
    [InlineData("contactpersoon.naam", "\"\\u00a0\\u2003\"", "mag niet leeg zijn")]
    [InlineData("contactpersoon.naam", "\"Merk{10000}\"", "mag hoogstens 200 tekens tellen")]
    [InlineData("contactpersoon.telefoon", "\"03 MERK\"", "mag alleen cijfers en + / . ( ) - bevatten")]
    [InlineData("contactpersoon.telefoon", "\"0000000000000000000000000000000\"", "mag hoogstens 30 tekens tellen")]
    [InlineData("contactpersoon.email", "\"merk.example.org\"", "is geen e-mailadres")]
    [InlineData("omschrijving", "\" \\n\\t \"", "mag niet leeg zijn")]
    [InlineData("omschrijving", "\"Merk\\u0000\"", "bevat onzichtbare tekens")]
    [InlineData("omschrijving", "{\"tekst\":\"MERK\"}", "moet tekst zijn")]
    [InlineData("consulent.dienst", "null", "noem de dienst van de consulent")]
    [InlineData("consulent.afgesproken", "null", "zeg of de melding met de consulent is afgesproken")]
    public async Task Given_an_own_melding_When_one_member_is_wrong_Then_that_path_says_why(string pad, string waarde, params string[] boodschappen)
    {
        using var response = await services.PostMeldingAsync(Invoer.Assessmentvraag().Met(pad, Ingevuld(waarde)));
        await MoetZeggenAsync(response, pad, boodschappen);
    }

    [Theory]
    [InlineData("centrum", "\"surya\"", "een centrum registreert wat het zelf ontving")]
    [InlineData("ontvangenOp", "\"{morgen}\"", "mag niet in de toekomst liggen")]
    [InlineData("ontvangenOp", "\"2014-12-31\"", "een centrum noemt de dag van ontvangst, vanaf 2015-01-01")]
    [InlineData("ontvangenOp", null, "een centrum noemt de dag van ontvangst")]
    [InlineData("kanaal", null, "een centrum noemt hoe de vraag binnenkwam")]
    [InlineData("namensOrganisatie", null, "KBO-nummer van 10 cijfers met juist controlegetal")]
    [InlineData("namensOrganisatie", "\"0400465885\"", "juist controlegetal")]
    [InlineData("namensOrganisatie", "\"0400.465.884\"", "juist controlegetal")]
    [InlineData("namensOrganisatie", "\"400465884\"", "juist controlegetal")]
    [InlineData("namensOrganisatie", "\"MERK465884\"", "juist controlegetal")]
    [InlineData("namensOrganisatie", "\"٠٤٠٠٤٦٥٨٨٤\"", "juist controlegetal")]
    public async Task Given_what_a_centre_registers_When_one_member_is_wrong_Then_that_path_says_why(string pad, string? waarde, string boodschap)
    {
        using var response = await services.PostMeldingAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag()).Met(pad, waarde is null ? null : Ingevuld(waarde)), Invoer.Medewerker);
        await MoetZeggenAsync(response, pad, boodschap);
    }

    [Theory]
    [InlineData("ontvangenOp", "\"2015-01-01\"")]
    [InlineData("ontvangenOp", "\"{vandaag}\"")]
    [InlineData("kanaal", "\"platform\"")]
    public async Task Given_what_a_centre_registers_When_it_is_at_the_edge_Then_it_is_accepted(string pad, string waarde)
        => await services.RegistreerAsync(Invoer.NamensOrganisatie(Invoer.Assessmentvraag()).Met(pad, Ingevuld(waarde)), Invoer.Medewerker);

    [Fact]
    public async Task Given_a_token_for_an_organisation_with_a_wrong_check_digit_When_it_reports_Then_400()
    {
        using var response = await services.PostMeldingAsync(Invoer.Assessmentvraag(), "melder:" + SynthetischNummer.MetVerkeerdeControle(Invoer.Organisatie));
        Assert.Contains("toegangstoken", await response.EnigeFoutAsync(""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("melder")]
    [InlineData("centrummedewerker:nergens")]
    [InlineData("centrummedewerker:1")]
    [InlineData("centrummedewerker:payoke,pagAsa")]
    public async Task Given_a_role_whose_scope_says_nothing_When_it_reports_or_reads_Then_there_is_nothing_for_it(string rol)
    {
        using var response = await services.PostMeldingAsync(Invoer.Assessmentvraag(), rol);
        Assert.Contains("toegangstoken", await response.EnigeFoutAsync(""), StringComparison.Ordinal);
        await services.RegistreerAsync(Invoer.Assessmentvraag().Met("centrum", "\"surya\""), Invoer.Melder);
        using var client = services.Client(Draaiboek.Meldingen.MeldingService.Name, rol);
        using var lijst = await client.GetAsync(Meldingverzoeken.Meldingen);
        Assert.Empty((await lijst.JsonAsync())["items"]!.AsArray());
    }

    [Theory]
    [InlineData("2005-06-07", 0, true)]
    [InlineData("1999-12-31", 0, true)]
    [InlineData("2005-06-07", 20, true)]
    [InlineData("2005-06-07", 40, true)]
    [InlineData("2005-06-08", 0, false)]
    [InlineData("1905-06-07", 0, false)]
    public async Task Given_a_rijksregisternummer_When_it_contradicts_the_birth_date_Then_it_is_refused(string geboren, int maandErbij, bool past)
    {
        var nummerVan = past ? DateOnly.Parse(geboren, null) : new DateOnly(2005, 6, 7);
        var nummer = SynthetischNummer.Rijksregister(nummerVan, maandErbij: maandErbij);
        var opgemaakt = $"{nummer[..2]}.{nummer[2..4]}.{nummer[4..6]}-{nummer[6..9]}.{nummer[9..]}";
        // Of a day on which even who was born in 1999 was young.
        var vraag = Invoer.NamensOrganisatie(Invoer.Assessmentvraag(), "2019-03-04").Met("jongere.geboortedatum", $"\"{geboren}\"");
        vraag["jongere"]!["rijksregisternummer"] = opgemaakt;
        // Who was born in 1905 is refused for the age as well: only the number counts here.
        using var response = await services.PostMeldingAsync(vraag, Invoer.Medewerker);
        if (past)
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            var melding = await services.LeesMeldingAsync((await response.JsonAsync())["id"]!.GetValue<Guid>());
            Assert.Equal(nummer, melding["jongere"]!["rijksregisternummer"]!.GetValue<string>());
        }
        else
        {
            Assert.Equal(["past niet bij de geboortedatum"], (await response.FoutenAsync())["jongere.rijksregisternummer"]);
            Assert.DoesNotContain(nummer[..6], await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("verkeerde controle")]
    [InlineData("12 cijfers")]
    [InlineData("MERK")]
    public async Task Given_a_rijksregisternummer_When_its_check_digits_are_wrong_Then_that_is_said_once(string soort)
    {
        var nummer = SynthetischNummer.Rijksregister(new DateOnly(2005, 6, 7));
        var vraag = Invoer.Assessmentvraag();
        vraag["jongere"]!["rijksregisternummer"] = soort switch { "verkeerde controle" => SynthetischNummer.MetVerkeerdeControle(nummer), "12 cijfers" => nummer + "0", _ => soort };
        using var response = await services.PostMeldingAsync(vraag);
        Assert.Equal("heeft geen juist controlegetal", await response.EnigeFoutAsync("jongere.rijksregisternummer"));
    }

    [Fact]
    public async Task Given_a_rijksregisternummer_When_the_birth_date_is_not_yet_known_Then_only_its_check_digits_count()
    {
        var vraag = Invoer.Assessmentvraag().Met("jongere.geboortedatum", "null");
        vraag["jongere"]!["rijksregisternummer"] = SynthetischNummer.Rijksregister(new DateOnly(2005, 6, 7));
        await services.RegistreerAsync(vraag, Invoer.Melder);
    }

    [Theory]
    [InlineData("""{"betrokken":true}""", "consulent.dienst", "consulent.afgesproken")]
    [InlineData("""{"betrokken":true,"dienst":"ocj"}""", "consulent.afgesproken")]
    [InlineData("""{"betrokken":true,"afgesproken":false}""", "consulent.dienst")]
    [InlineData("""{"betrokken":false,"dienst":"sdj"}""", "consulent.dienst")]
    [InlineData("""{"betrokken":false,"afgesproken":false}""", "consulent.afgesproken")]
    [InlineData("""{"dienst":"ocj","afgesproken":true}""", "consulent.betrokken")]
    [InlineData("""{"betrokken":false}""")]
    [InlineData("""{"betrokken":false,"dienst":null,"afgesproken":null}""")]
    [InlineData("""{"betrokken":true,"dienst":"sdj","afgesproken":false}""")]
    public async Task M3_Given_a_consulent_When_involved_Then_service_and_arrangement_are_told_and_otherwise_not(string consulent, params string[] fouten)
    {
        using var response = await services.PostMeldingAsync(Invoer.Assessmentvraag().Met("consulent", consulent));
        if (fouten.Length > 0)
        {
            Assert.Equal(fouten.Order(), (await response.FoutenAsync()).Keys.Order());
            return;
        }

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var id = (await response.JsonAsync())["id"]!.GetValue<Guid>();
        var gevraagd = JsonNode.Parse(consulent)!;
        var gelezen = (await services.LeesMeldingAsync(id))["consulent"]!;
        Assert.All(["betrokken", "dienst", "afgesproken"], veld => Assert.Equal(gevraagd[veld]?.ToJsonString(), gelezen[veld]?.ToJsonString()));
        Assert.Equal(gevraagd["betrokken"]!.GetValue<bool>(), (await services.BerichtAsync(id))["consulentBetrokken"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""{"naam":"Contact-T","telefoon":"+32 (0)3/000.00-00"}""")]
    [InlineData("""{"naam":"Contact-T","email":"contact-t@example.org"}""")]
    [InlineData("""{"naam":"Contact-T"}""", "contactpersoon.telefoon")]
    [InlineData("""{"naam":"Contact-T","telefoon":null,"email":null}""", "contactpersoon.telefoon")]
    [InlineData("""{"telefoon":"030000000"}""", "contactpersoon.naam")]
    [InlineData("""{"naam":"Contact-T","telefoon":"030000000","email":""}""", "contactpersoon.email")]
    public async Task Given_a_contact_person_When_there_is_no_way_to_reach_them_Then_it_is_refused(string contactpersoon, string? fout = null)
    {
        using var response = await services.PostMeldingAsync(Invoer.Assessmentvraag().Met("contactpersoon", contactpersoon));
        if (fout is null)
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }
        else
        {
            Assert.Equal([fout], (await response.FoutenAsync()).Keys);
        }
    }

    [Theory]
    [InlineData(20_000, true)]
    [InlineData(20_001, false)]
    public async Task Given_a_description_When_it_is_longer_than_20_000_characters_Then_it_is_refused(int lengte, bool past)
    {
        var tekst = new string('x', lengte);
        using var response = await services.PostMeldingAsync(Invoer.Assessmentvraag().Met("omschrijving", $"\"{tekst}\""));
        if (past)
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            var melding = await services.LeesMeldingAsync((await response.JsonAsync())["id"]!.GetValue<Guid>());
            Assert.Equal(tekst, melding["omschrijving"]!.GetValue<string>());
        }
        else
        {
            Assert.Equal("mag hoogstens 20000 tekens tellen", await response.EnigeFoutAsync("omschrijving"));
        }
    }

    [Fact]
    public async Task Given_a_form_with_everything_wrong_When_it_is_sent_Then_all_of_it_is_named_at_once_and_nothing_is_registered()
    {
        var vraag = Invoer.Assessmentvraag()
            .Met("centrum", "\"MERK\"").Met("sector", null).Met("signalen[1]", "\"MERK\"").Met("aantalKeerWeggelopen", "\"MERK\"")
            .Met("jongere.voornaam", "\" \"").Met("jongere.familienaam", null).Met("jongere.geboortedatum", "\"MERK\"").Met("jongere.geslacht", "null")
            .Met("consulent.dienst", null).Met("contactpersoon.email", "\"MERK\"").Met("omschrijving", "\"\"").Met("linkTienerpooier", null).Met("acuut", "\"MERK\"");
        vraag["MERK-Familienaam"] = "MERK";
        vraag["jongere"]!["MERK-Voornaam"] = "MERK";
        vraag["jongere"]!["rijksregisternummer"] = "MERK";
        vraag["namensOrganisatie"] = "MERK";
        var voordien = await services.AantalMeldingenAsync();

        using var response = await services.PostMeldingAsync(vraag);
        string[] verwacht =
        [
            "", "acuut", "aantalKeerWeggelopen", "centrum", "consulent.dienst", "contactpersoon.email", "jongere", "jongere.familienaam", "jongere.geboortedatum",
            "jongere.geslacht", "jongere.rijksregisternummer", "jongere.voornaam", "linkTienerpooier", "namensOrganisatie", "omschrijving", "sector", "signalen[1]",
        ];
        Assert.Equal(verwacht.Order(StringComparer.Ordinal), (await response.FoutenAsync()).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(voordien, await services.AantalMeldingenAsync());
    }

    [Theory]
    [InlineData("", "Acuut", "veld 13 is onbekend; bedoeld is wellicht acuut")]
    [InlineData("", "merk van der Merk", "veld 13 is onbekend; dit object kent: soort, centrum,")]
    [InlineData("jongere", "naamMERK", "veld 7 is onbekend; dit object kent: voornaam,")]
    [InlineData("contactpersoon", "Merk", "veld 4 is onbekend")]
    [InlineData("consulent", "naam-merk", "veld 4 is onbekend")]
    public async Task Given_an_unknown_member_When_it_is_sent_Then_its_place_is_told_and_not_its_name(string pad, string naam, string boodschap)
    {
        var vraag = Invoer.Assessmentvraag();
        (pad.Length == 0 ? vraag : vraag[pad]!.AsObject())[naam] = "MERK";
        using var response = await services.PostMeldingAsync(vraag);
        Assert.StartsWith(boodschap, await response.EnigeFoutAsync(pad), StringComparison.Ordinal);
    }

    private static async Task MoetZeggenAsync(HttpResponseMessage response, string pad, params string[] boodschappen)
    {
        var (gevonden, gezegd) = Assert.Single(await response.FoutenAsync());
        Assert.Equal(pad, gevonden);
        Assert.Equal(boodschappen.Length, gezegd.Length);
        Assert.All(boodschappen, boodschap => Assert.Contains(gezegd, tekst => tekst.Contains(boodschap, StringComparison.Ordinal)));
    }

    private string Ingevuld(string json)
    {
        var vandaag = services.Time.Vandaag();
        return json.Replace("{vandaag}", $"{vandaag:yyyy-MM-dd}", StringComparison.Ordinal)
            .Replace("{morgen}", $"{vandaag.AddDays(1):yyyy-MM-dd}", StringComparison.Ordinal)
            .Replace("{gisteren}", $"{vandaag.AddDays(-1):yyyy-MM-dd}", StringComparison.Ordinal)
            .Replace(Duizend10, new string('a', 10_000), StringComparison.Ordinal);
    }
}

public sealed class MeldingInvoerTestsEmbedded(EmbeddedServices services) : MeldingInvoerTests(services), IClassFixture<EmbeddedServices>;

public sealed class MeldingInvoerTestsDistributed(DistributedServices services) : MeldingInvoerTests(services.OrSkip()), IClassFixture<DistributedServices>;
