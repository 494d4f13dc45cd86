using System.Net;
using System.Text.Json.Nodes;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>An update says which version it changes: 428 without, 412 when somebody else was first (DESIGN 8).</summary>
public abstract class WijzigContactpersoonTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_the_version_that_was_read_When_the_contact_person_changes_Then_the_next_version_says_so()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var lezer = services.Client(MeldingService.Name, Invoer.Melder);
        using var gelezen = await lezer.GetAsync(Meldingverzoeken.Melding(id));
        using var response = await services.PutContactpersoonAsync(id, Nieuw("Tweede-T"), gelezen.Headers.ETag!.ToString());

        Assert.Equal((HttpStatusCode.OK, "\"2\""), (response.StatusCode, response.Headers.ETag!.ToString()));
        Assert.Equal(2, (await response.JsonAsync())["versie"]!.GetValue<int>());
        var melding = await services.LeesMeldingAsync(id);
        Assert.Equal((2, "Tweede-T"), (melding["versie"]!.GetValue<int>(), Naam(melding)));
        Assert.Null(melding["contactpersoon"]!["telefoon"]);
        Assert.Equal(1, await services.InDbAsync<MeldingDbContext, int>(
            MeldingService.Name, db => db.Audit.CountAsync(row => row.OnderwerpId == id && row.Actie == "melding.contactpersoon-gewijzigd")));
    }

    [Fact]
    public async Task Given_no_version_When_the_contact_person_changes_Then_428_and_nothing_changed()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var response = await services.PutContactpersoonAsync(id, Nieuw("Tweede-T"), ifMatch: null);
        await response.ProbleemAsync(428, "versie-vereist");
        await OngewijzigdAsync(id);
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"0\"")]
    [InlineData("1")]
    [InlineData("\"01\"")]
    [InlineData("\" 1\"")]
    [InlineData("*")]
    [InlineData("W/\"1\"")]
    [InlineData("\"\"")]
    [InlineData("MERK")]
    [InlineData("\"2\", W/\"1\"")]
    public async Task Given_anything_but_the_current_strong_tag_When_the_contact_person_changes_Then_412_and_nothing_changed(string ifMatch)
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var response = await services.PutContactpersoonAsync(id, Nieuw("Tweede-T"), ifMatch);
        await response.ProbleemAsync(412, "intussen-gewijzigd");
        await OngewijzigdAsync(id);
    }

    [Fact]
    public async Task Given_a_list_of_tags_When_the_current_one_is_in_it_Then_it_is_changed()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        using var response = await services.PutContactpersoonAsync(id, Nieuw("Tweede-T"), "\"7\", \"1\"");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Given_twenty_people_at_once_When_they_change_the_same_version_Then_one_does_and_the_others_get_412()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var antwoorden = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            services.PutContactpersoonAsync(id, Nieuw($"Persoon-{i}-T"), "\"1\"", i % 2 == 0 ? Invoer.Melder : Invoer.Medewerker)));
        var winnaar = Assert.Single(Enumerable.Range(0, 20), i => antwoorden[i].StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, antwoorden.Count(antwoord => antwoord.StatusCode == HttpStatusCode.PreconditionFailed));
        var melding = await services.LeesMeldingAsync(id);
        Assert.Equal((2, $"Persoon-{winnaar}-T"), (melding["versie"]!.GetValue<int>(), Naam(melding)));
        Array.ForEach(antwoorden, antwoord => antwoord.Dispose());
    }

    [Fact]
    public async Task Given_a_contact_person_with_faults_When_it_is_sent_Then_each_path_is_named_and_nothing_changed()
    {
        var id = await services.RegistreerAsync(Invoer.Assessmentvraag(), Invoer.Melder);
        var fout = new JsonObject { ["naam"] = " ", ["email"] = "MERK", ["merk"] = "MERK", ["telefoon"] = 12 };
        using var response = await services.PutContactpersoonAsync(id, fout, "\"1\"");
        Assert.Equal(["", "email", "naam", "telefoon"], (await response.FoutenAsync()).Keys.Order(StringComparer.Ordinal));
        await OngewijzigdAsync(id);
    }

    private static JsonObject Nieuw(string naam) => new() { ["naam"] = naam, ["email"] = "tweede-t@example.org" };

    private static string Naam(JsonObject melding) => melding["contactpersoon"]!["naam"]!.GetValue<string>();

    private async Task OngewijzigdAsync(Guid id)
    {
        var melding = await services.LeesMeldingAsync(id);
        Assert.Equal((1, "Contact-T"), (melding["versie"]!.GetValue<int>(), Naam(melding)));
    }
}

public sealed class WijzigContactpersoonTestsEmbedded(EmbeddedServices services) : WijzigContactpersoonTests(services), IClassFixture<EmbeddedServices>;

public sealed class WijzigContactpersoonTestsDistributed(DistributedServices services) : WijzigContactpersoonTests(services.OrSkip()), IClassFixture<DistributedServices>;
