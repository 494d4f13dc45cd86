using System.Security.Cryptography;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>Nothing readable is stored to recognise repeats by, and what is stored says nothing without the key (G6, DESIGN 2).</summary>
[Trait("Regel", "G6")]
public abstract class HerhalingsindexTests(ServicesFixture services)
{
    [Fact]
    public async Task Given_repeats_with_judgements_When_all_that_was_written_is_searched_Then_no_form_of_name_date_number_or_reason_is_in_it()
    {
        var persoon = Proefpersoon.Nieuw();
        persoon = persoon with { Rijksregisternummer = SynthetischNummer.Rijksregister(persoon.Geboren!.Value) };
        var een = await services.RegistreerAsync(persoon.Vraag(), Invoer.Melder);
        var twee = await services.RegistreerAsync((persoon with { Voornaam = persoon.Voornaam + " Tweede" }).Vraag(), Invoer.Melder);
        using var oordeel = await services.OordeelAsync(een, twee, "andereJongere", "Merkreden, synthetisch.");
        Assert.True(oordeel.IsSuccessStatusCode);
        using var herziening = await services.OordeelAsync(een, twee, "zelfdeJongere", "Merkreden, herzien.", "\"1\"");
        Assert.True(herziening.IsSuccessStatusCode);
        Assert.Contains("Merkreden", (await services.HerhalingenAsync(een)).ToJsonString(), StringComparison.Ordinal);
        await services.VerzondenAsync();

        string[] merken = ["Merkreden", persoon.Rijksregisternummer, .. Vormen(persoon.Voornaam), .. Vormen(persoon.Familienaam)];
        Assert.All(await services.GeschrevenAsync(), stuk => Assert.Empty(Sporen.Van(merken, stuk.Value).Select(merk => $"{stuk.Key}: {merk}")));
        Assert.All(services.Log.Lines, regel => Assert.Empty(Sporen.Van(merken, regel)));
    }

    [Fact]
    public async Task Given_an_index_When_its_rows_are_looked_at_Then_each_token_is_so_short_that_many_names_fit_it_G6()
    {
        var index = services.Services(MeldingService.Name).GetRequiredService<Herhalingsindex>();
        var persoon = Proefpersoon.Nieuw();
        var id = await services.RegistreerAsync((persoon with { Rijksregisternummer = SynthetischNummer.Rijksregister(persoon.Geboren!.Value) }).Vraag(), Invoer.Melder);
        var tokens = await services.InDbAsync<MeldingDbContext, List<Herhalingstoken>>(MeldingService.Name, db => db.Herhalingstokens.AsNoTracking().Where(token => token.MeldingId == id).ToListAsync());
        Assert.Equal(Enum.GetValues<HerhalingstokenSoort>(), tokens.Select(token => token.Soort).Distinct().Order());
        Assert.All(tokens, token => Assert.InRange(token.Token, 0, (1 << (token.Soort == HerhalingstokenSoort.Rijksregisternummer ? 20 : 24)) - 1));

        // Of 3 million numbers some two or three have any given token: it does not say which.
        var nummers = Enumerable.Range(0, 200_000).Select(nummer => index.Tokens(id, new IdentiteitJongere(null, null, null, $"{nummer:00000000000}"))[0].Token).ToList();
        Assert.InRange(nummers.Distinct().Count(), 150_000, 190_000);
    }

    [Fact]
    public void Given_two_installations_When_the_same_young_person_is_in_both_Then_no_token_and_no_pseudonym_is_the_same_G6()
    {
        var jongere = Guid.NewGuid();
        var identiteit = new IdentiteitJongere("Testvoor", "Testnaam", new DateOnly(2005, 6, 7), SynthetischNummer.Rijksregister(new DateOnly(2005, 6, 7)));
        var sleutel = RandomNumberGenerator.GetBytes(32);
        var (een, ander, zelfde) = (new Herhalingsindex(new MasterKey(sleutel)), new Herhalingsindex(new MasterKey(RandomNumberGenerator.GetBytes(32))), new Herhalingsindex(new MasterKey(sleutel)));
        Assert.Empty(Tokens(een, identiteit).Intersect(Tokens(ander, identiteit)));
        Assert.Equal(Tokens(een, identiteit), Tokens(zelfde, identiteit));
        Assert.NotEqual(een.Pseudoniem(jongere), ander.Pseudoniem(jongere));
        Assert.Equal(een.Pseudoniem(jongere), zelfde.Pseudoniem(jongere));
    }

    [Theory]
    [InlineData("Testvoor", null, "2005-06-07")]
    [InlineData(null, "Testnaam", "2005-06-07")]
    [InlineData("Testvoor", "Testnaam", null)]
    [InlineData("Testvoor", null, null)]
    public void Given_an_identity_that_is_not_whole_When_it_is_indexed_Then_there_is_no_token_of_it_G6(string? voornaam, string? familienaam, string? geboren)
        => Assert.Empty(Tokens(
            new Herhalingsindex(new MasterKey(RandomNumberGenerator.GetBytes(32))),
            new IdentiteitJongere(voornaam, familienaam, geboren is null ? null : DateOnly.ParseExact(geboren, "yyyy-MM-dd", null), null)));

    [Fact]
    public void Given_a_name_of_very_many_parts_When_it_is_indexed_Then_the_tokens_stay_few()
        => Assert.InRange(
            Tokens(
                new Herhalingsindex(new MasterKey(RandomNumberGenerator.GetBytes(32))),
                new IdentiteitJongere(string.Join(' ', Enumerable.Range(0, 50).Select(i => $"t{i}")), "Testnaam", new DateOnly(2005, 6, 7), null)).Count,
            5,
            12);

    [Theory]
    [InlineData("Testvoor", "testvor")]
    [InlineData("  TÉSTVÖÖR ", "testvor")]
    [InlineData("Van den Test-Naam", "vandentestnam")]
    [InlineData("t\u2019Test", "test")]
    [InlineData("Straße Łæø", "straselaeo")]
    [InlineData("\u0422\u0435\u0441\u0442", "\u0442\u0435\u0441\u0442")]
    [InlineData("ﬁctie\u00ad", "fictie")]
    public void Given_a_name_When_it_is_put_in_one_form_Then_case_marks_and_signs_are_gone(string naam, string vorm) => Assert.Equal(vorm, Naamvorm.Van(naam)!.Aaneen);

    [Theory]
    [InlineData("")]
    [InlineData(" - ")]
    [InlineData("\u2019")]
    public void Given_a_name_without_a_letter_When_it_is_put_in_one_form_Then_there_is_none(string naam) => Assert.Null(Naamvorm.Van(naam));

    private static List<(HerhalingstokenSoort, int)> Tokens(Herhalingsindex index, IdentiteitJongere identiteit)
        => [.. index.Tokens(Guid.Empty, identiteit).Select(token => (token.Soort, token.Token))];

    private static IEnumerable<string> Vormen(string? naam)
    {
        var vorm = Naamvorm.Van(naam)!;
        return [naam!, vorm.Aaneen, vorm.Klank, vorm.Geraamte, .. vorm.Delen];
    }
}

public sealed class HerhalingsindexTestsEmbedded(EmbeddedServices services) : HerhalingsindexTests(services), IClassFixture<EmbeddedServices>;

public sealed class HerhalingsindexTestsDistributed(DistributedServices services) : HerhalingsindexTests(services.OrSkip()), IClassFixture<DistributedServices>;
