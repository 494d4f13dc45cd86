using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Hosting;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>What each kind of question asks and refuses (M1, M2, M8, M11).</summary>
public abstract class SoortVraagTests(ServicesFixture services)
{
    private static readonly string[] Adviesvragen = ["infoFenomeen", "teamondersteuning", "inschattingGedrag"];
    private static readonly string[] VragenOverJongere = ["gekendSlachtoffer", "vraagAssessment"];
    private static readonly string[] VerplichtOverJongere = ["jongere", "signalen", "linkTienerpooier", "rekruteringskanaal", "consulent", "acuut"];

    public static TheoryData<string> Soorten() => [.. Adviesvragen, .. VragenOverJongere];

    public static TheoryData<string, string> OntbrekendePaden()
        => Paren(VragenOverJongere, [.. VerplichtOverJongere, "contactpersoon", "omschrijving", "sector", "centrum"]);

    public static TheoryData<string, string> NullePaden()
        => Paren(VragenOverJongere, [.. VerplichtOverJongere, "contactpersoon", "omschrijving", "sector", "centrum", "soort", "jongere.geslacht", "consulent.betrokken"]);

    public static TheoryData<string, string> VerbodenPaden()
        => Paren(Adviesvragen, ["jongere", "signalen", "linkTienerpooier", "rekruteringskanaal", "consulent", "aantalKeerWeggelopen", "acuut"]);

    [Theory]
    [MemberData(nameof(Soorten))]
    public async Task M1_Given_an_organisation_When_it_asks_a_question_of_this_kind_Then_it_is_registered_today(string soort)
    {
        using var response = await services.PostMeldingAsync(Meldingverzoeken.Vraag(soort));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var antwoord = await response.JsonAsync();
        var id = antwoord["id"]!.GetValue<Guid>();
        Assert.Equal(($"/api/meldingen/{id}", "\"1\""), (response.Headers.Location!.OriginalString, response.Headers.ETag!.Tag));
        var verwacht = new JsonObject
        {
            ["id"] = id,
            ["soort"] = soort,
            ["centrum"] = "payoke",
            ["toestand"] = "geregistreerd",
            ["ontvangenOp"] = Vandaag(),
            ["versie"] = 1,
        };
        Assert.True(JsonNode.DeepEquals(verwacht, antwoord), antwoord.ToJsonString());

        var melding = await services.LeesMeldingAsync(id);
        Assert.Equal(
            (soort, "platform", Invoer.Organisatie, Vandaag()),
            (Tekst(melding, "soort"), Tekst(melding, "kanaal"), Tekst(melding, "organisatie"), Tekst(melding, "ontvangenOp")));
        Assert.Equal(soort, Tekst(await services.BerichtAsync(id), "soort"));
    }

    [Theory]
    [MemberData(nameof(Soorten))]
    public async Task M1_Given_a_centre_When_it_registers_a_question_of_this_kind_afterwards_Then_it_is_the_organisations(string soort)
    {
        var id = await services.RegistreerAsync(Invoer.NamensOrganisatie(Meldingverzoeken.Vraag(soort), "2019-03-04", "mail"), Invoer.Medewerker);
        var melding = await services.LeesMeldingAsync(id);
        Assert.Equal(
            (soort, "mail", Invoer.Organisatie, "2019-03-04"),
            (Tekst(melding, "soort"), Tekst(melding, "kanaal"), Tekst(melding, "organisatie"), Tekst(melding, "ontvangenOp")));
    }

    [Theory]
    [MemberData(nameof(OntbrekendePaden))]
    public async Task M1_Given_a_question_about_a_young_person_When_a_required_member_is_left_out_Then_only_that_is_named(string soort, string pad)
    {
        using var response = await services.PostMeldingAsync(Meldingverzoeken.Vraag(soort).Met(pad, null));
        Assert.Matches("ontbreekt|is verplicht bij deze soort vraag", await response.EnigeFoutAsync(pad));
    }

    [Theory]
    [MemberData(nameof(NullePaden))]
    public async Task Given_a_member_that_can_not_be_unknown_When_it_is_null_Then_only_that_is_named(string soort, string pad)
    {
        using var response = await services.PostMeldingAsync(Meldingverzoeken.Vraag(soort).Met(pad, "null"));
        var fouten = await response.FoutenAsync();
        Assert.Matches("mag niet null zijn|is verplicht bij deze soort vraag", Assert.Single(fouten[pad]));
        Assert.Equal([pad], fouten.Keys);
    }

    [Fact]
    public async Task M1_Given_no_kind_When_it_is_sent_Then_the_kind_is_asked()
    {
        using var response = await services.PostMeldingAsync(Meldingverzoeken.Vraag("vraagAssessment").Met("soort", null));
        Assert.Equal("ontbreekt", await response.EnigeFoutAsync("soort"));
    }

    [Theory]
    [MemberData(nameof(VerbodenPaden))]
    public async Task M11_Given_an_adviesvraag_When_it_says_something_about_one_young_person_Then_it_is_refused_and_not_dropped(string soort, string pad)
    {
        var vraag = Meldingverzoeken.Vraag(soort);
        vraag[pad] = pad == "acuut" ? true : Invoer.Assessmentvraag()[pad]!.DeepClone();
        using var response = await services.PostMeldingAsync(vraag);
        Assert.Matches(pad == "acuut" ? "politie \\(101\\)" : "zonder gegevens van een jongere", await response.EnigeFoutAsync(pad));
    }

    [Theory]
    [InlineData("signalen", "[]")]
    [InlineData("aantalKeerWeggelopen", "0")]
    [InlineData("jongere", """{"voornaam":null,"familienaam":null,"geboortedatum":null,"geslacht":"onbekend","provincie":"onbekend","verblijf":"onbekend"}""")]
    public async Task M11_Given_an_adviesvraag_When_the_member_holds_nothing_yet_Then_it_is_refused_all_the_same(string pad, string leeg)
    {
        using var response = await services.PostMeldingAsync(Invoer.Adviesvraag().Met(pad, leeg));
        await response.EnigeFoutAsync(pad);
    }

    [Fact]
    public async Task M11_Given_an_adviesvraag_When_what_does_not_belong_is_null_Then_it_is_registered_without_a_young_person()
    {
        var vraag = Invoer.Adviesvraag().Met("acuut", "false");
        foreach (var pad in VerplichtOverJongere.Where(pad => pad != "acuut"))
        {
            vraag[pad] = null;
        }

        var id = await services.RegistreerAsync(vraag, Invoer.Melder);
        Assert.Null((await services.LeesMeldingAsync(id))["jongere"]);
        var bericht = await services.BerichtAsync(id);
        Assert.All(["leeftijdsklasse", "geslacht", "provincie", "verblijf", "consulentBetrokken"], naam => Assert.Null(bericht[naam]));
    }

    [Theory]
    [InlineData("voornaam")]
    [InlineData("familienaam")]
    [InlineData("geboortedatum")]
    public async Task Given_a_young_person_When_a_field_is_null_it_is_not_yet_known_but_left_out_it_is_forgotten(string veld)
    {
        using var vergeten = await services.PostMeldingAsync(Invoer.Assessmentvraag().Met("jongere." + veld, null));
        Assert.Equal("ontbreekt", await vergeten.EnigeFoutAsync("jongere." + veld));

        var id = await services.RegistreerAsync(Invoer.Assessmentvraag().Met("jongere." + veld, "null"), Invoer.Melder);
        var jongere = (await services.LeesMeldingAsync(id))["jongere"]!.AsObject();
        Assert.True(jongere.ContainsKey(veld));
        Assert.Null(jongere[veld]);
        Assert.Equal(veld == "geboortedatum" ? "onbekend" : "vanaf18", Tekst(jongere, "leeftijdsklasse"));
    }

    [Theory]
    [Trait("Regel", "M2")]
    [InlineData("1993-03-04", "ouder dan 25")]
    [InlineData("2019-03-05", "na de dag van ontvangst")]
    public async Task M2_Given_a_birth_date_that_can_not_be_a_young_persons_on_the_day_of_receipt_When_it_is_registered_or_corrected_Then_it_is_refused(string geboren, string reden)
    {
        var goed = Invoer.NamensOrganisatie(Invoer.Assessmentvraag(), "2019-03-04");
        using var nieuw = await services.PostMeldingAsync(goed.DeepClone().AsObject().Met("jongere.geboortedatum", $"\"{geboren}\""), Invoer.Medewerker);
        Assert.Contains(reden, await nieuw.EnigeFoutAsync("jongere.geboortedatum"), StringComparison.Ordinal);

        var id = await services.RegistreerAsync(goed.Met("jongere.geboortedatum", "\"2003-02-01\""), Invoer.Medewerker);
        using var verbeterd = await services.VerbeterAsync(id, Levensloopverzoeken.Verbetering(Invoer.Assessmentvraag().Met("jongere.geboortedatum", $"\"{geboren}\"")), Invoer.Medewerker);
        Assert.Contains(reden, await verbeterd.EnigeFoutAsync("jongere.geboortedatum"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2001-03-05", "van15Tot17", "2019-03-04")]
    [InlineData("2001-03-04", "vanaf18", "2019-03-04")]
    [InlineData("1999-03-04", "vanaf18", "2019-03-04")]
    [InlineData("1993-03-05", "vanaf18", "2019-03-04")]
    [InlineData("2004-03-05", "van12Tot14", "2019-03-04")]
    [InlineData("2004-03-04", "van15Tot17", "2019-03-04")]
    [InlineData("2007-03-05", "onder12", "2019-03-04")]
    [InlineData("2007-03-04", "van12Tot14", "2019-03-04")]
    [InlineData("2000-02-29", "van15Tot17", "2018-02-28")]
    [InlineData("2000-02-29", "vanaf18", "2018-03-01")]
    public async Task M2_Given_a_birth_date_When_it_is_registered_Then_the_age_on_the_day_of_receipt_is_marked_and_nobody_who_is_just_of_age_is_turned_away(
        string geboren, string klasse, string ontvangen)
    {
        var vraag = Invoer.NamensOrganisatie(Invoer.Assessmentvraag(), ontvangen).Met("jongere.geboortedatum", $"\"{geboren}\"");
        var id = await services.RegistreerAsync(vraag, Invoer.Medewerker);

        Assert.Equal(klasse, Tekst((await services.LeesMeldingAsync(id))["jongere"]!, "leeftijdsklasse"));
        var bericht = await services.BerichtAsync(id);
        Assert.Equal(klasse, Tekst(bericht, "leeftijdsklasse"));
        Assert.DoesNotContain(geboren, bericht.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task M8_Given_a_question_about_a_young_person_When_it_says_whether_it_is_acute_Then_so_does_the_message(bool acuut)
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag().Met("acuut", acuut ? "true" : "false"), Invoer.Melder);
        Assert.Equal((acuut, acuut), ((await services.LeesMeldingAsync(id))["acuut"]!.GetValue<bool>(), (await services.BerichtAsync(id))["acuut"]!.GetValue<bool>()));
    }

    private static TheoryData<string, string> Paren(string[] soorten, string[] paden)
    {
        var data = new TheoryData<string, string>();
        foreach (var soort in soorten)
        {
            foreach (var pad in paden)
            {
                data.Add(soort, pad);
            }
        }

        return data;
    }

    private static string Tekst(JsonNode node, string naam) => node[naam]!.GetValue<string>();

    private string Vandaag() => services.Time.Vandaag().ToString("yyyy-MM-dd", null);
}

public sealed class SoortVraagTestsEmbedded(EmbeddedServices services) : SoortVraagTests(services), IClassFixture<EmbeddedServices>;

public sealed class SoortVraagTestsDistributed(DistributedServices services) : SoortVraagTests(services.OrSkip()), IClassFixture<DistributedServices>;
