using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Draaiboek.Berichten;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Architecture;
using Xunit;

namespace Draaiboek.Tests.Meldingen;

/// <summary>The files of the guide: what they may not be, said at the start of the service and not to whoever needs them (M6, M7, M13).</summary>
[Trait("Regel", "M6")]
[Trait("Regel", "M13")]
public sealed class GidsbestandTests
{
    private static readonly Catalogusbestand Catalogus = Signaalcatalogus.Lees().Bestand;
    private static readonly Contactbestand Gids = Contactgids.Lees().Bestand;

    /// <summary>Each version with what it says. Kept evaluations name their version and clients ask by it: other words are another version, with its date and a line here.</summary>
    [Theory]
    [InlineData("signalen.json", 1, "f35b0a2006b258df")]
    [InlineData("contacten.json", 1, "6783e612b04fee90")]
    public void Given_a_file_of_the_guide_When_what_it_says_changes_Then_so_does_its_version(string naam, int versie, string vingerafdruk)
    {
        Assert.Equal(versie, naam == "signalen.json" ? Catalogus.Versie : Gids.Versie);
        var tekst = Regex.Replace(Repository.Read("services/Melding/Gids/" + naam), @"\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.Equal(vingerafdruk, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(tekst)))[..16]);
    }

    public static TheoryData<string> FoutenInCatalogus() => [.. Catalogi().Keys];

    public static TheoryData<string> FoutenInGids() => [.. Gidsen().Keys];

    [Theory]
    [MemberData(nameof(FoutenInCatalogus))]
    public void Given_a_catalogue_with_a_fault_When_it_is_read_Then_that_is_named(string fout)
        => Assert.Contains(fout, Assert.Throws<InvalidDataException>(() => new Signaalcatalogus(Catalogi()[fout])).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(FoutenInGids))]
    public void Given_a_guide_with_a_fault_When_it_is_read_Then_that_is_named(string fout)
        => Assert.Contains(fout, Assert.Throws<InvalidDataException>(() => new Contactgids(Gidsen()[fout])).Message, StringComparison.Ordinal);

    [Fact]
    public void Given_two_faults_When_it_is_read_Then_both_are_named()
    {
        var fout = Assert.Throws<InvalidDataException>(() => new Contactgids(Gids with { Versie = 0, Nazicht = " " }));
        Assert.Contains("the version counts from 1; nazicht has no text", fout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_file_that_is_not_in_the_assembly_or_of_another_form_When_it_is_read_Then_it_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => Gidsbestand.Lees<Contactbestand>("bestaat-niet.json"));
        Assert.Throws<InvalidDataException>(() => Gidsbestand.Lees<Contactbestand>("signalen.json"));
    }

    private static Dictionary<string, Catalogusbestand> Catalogi() => new(StringComparer.Ordinal)
    {
        ["the version counts from 1"] = Catalogus with { Versie = 0 },
        ["voorbehoud has no text"] = Catalogus with { Voorbehoud = Catalogus.Voorbehoud with { Tekst = " " } },
        ["Signaal weglopen must be there once"] = Catalogus with { Signalen = [.. Catalogus.Signalen.Where(signaal => signaal.Code != Signaal.Weglopen)] },
        ["Signaal vaakVermoeid must be there once"] = Catalogus with { Signalen = [.. Catalogus.Signalen, Catalogus.Signalen.Single(signaal => signaal.Code == Signaal.VaakVermoeid)] },
        ["SignaalGroep uitbuiting must be there once"] = Catalogus with { Groepen = [.. Catalogus.Groepen.Where(groep => groep.Code != SignaalGroep.Uitbuiting)] },
        ["Taxatieuitkomst acuut must be there once"] = Catalogus with { Uitkomsten = [.. Catalogus.Uitkomsten.Where(uitkomst => uitkomst.Code != Taxatieuitkomst.Acuut)] },
        ["VaakVermoeid names no known source"] = Met(Signaal.VaakVermoeid, signaal => signaal with { Bron = "ergens" }),
        ["the fiche counts from 1 to 12"] = Met(Signaal.VaakVermoeid, signaal => signaal with { Nummer = 1 }),
        ["GeenContract has a number and is not on the fiche"] = Met(Signaal.GeenContract, signaal => signaal with { Nummer = 13 }),
        ["Weglopen: running away stands apart"] = Met(Signaal.Weglopen, signaal => signaal with { Groep = SignaalGroep.AlgemeneLijst }),
    };

    private static Dictionary<string, Contactbestand> Gidsen() => new(StringComparer.Ordinal)
    {
        ["the version counts from 1"] = Gids with { Versie = 0 },
        ["a contact is there twice"] = Gids with { Contacten = [.. Gids.Contacten, Gids.Contacten[0]] },
        ["contact nieuw is in no situation"] = Gids with { Contacten = [.. Gids.Contacten, Gids.Contacten[0] with { Code = "nieuw" }] },
        ["Situatie ouders must be there once"] = Gids with { Situaties = [.. Gids.Situaties.Where(situatie => situatie.Code != Situatie.Ouders)] },
        ["contact payoke names no known source"] = Met("payoke", contact => contact with { Bron = "horen zeggen" }),
        ["contact payoke was checked after this version"] = Met("payoke", contact => contact with { NagezienOp = Gids.Datum.AddDays(1) }),
        ["contact payoke has a number that can't be dialled"] = Met("payoke", contact => contact with { Telefoon = [new Telefoonnummer("+32 3 201 16", "te kort")] }),
        ["contact payoke has no right e-mail address"] = Met("payoke", contact => contact with { Email = "payoke.be" }),
        ["contact payoke has no right website"] = Met("payoke", contact => contact with { Website = "www.payoke.be" }),
        ["situatie ouders has no title"] = Met(Situatie.Ouders, situatie => situatie with { Titel = "" }),
        ["situatie ouders says nothing or names nobody"] = Met(Situatie.Ouders, situatie => situatie with { Leidraad = [] }),
        ["situatie ouders names a contact twice"] = Met(Situatie.Ouders, situatie => situatie with { Contacten = [.. situatie.Contacten, situatie.Contacten[0]] }),
        ["situatie ouders names an unknown contact"] = Met(Situatie.Ouders, situatie => situatie with { Contacten = [situatie.Contacten[0] with { Code = "niemand" }] }),
        ["situatie onmiddellijkGevaar must begin with the police"] = Met(Situatie.OnmiddellijkGevaar, situatie => situatie with { Contacten = [.. situatie.Contacten.Reverse()] }),
        ["situatie medischeZorg names nobody for limburg"] = Met(Situatie.MedischeZorg, situatie => situatie with { Contacten = [.. situatie.Contacten.Where(contact => contact.Code != "zsgGenk")] }),
    };

    private static Catalogusbestand Met(Signaal code, Func<SignaalInCatalogus, SignaalInCatalogus> anders)
        => Catalogus with { Signalen = [.. Catalogus.Signalen.Select(signaal => signaal.Code == code ? anders(signaal) : signaal)] };

    private static Contactbestand Met(string code, Func<Contact, Contact> anders)
        => Gids with { Contacten = [.. Gids.Contacten.Select(contact => contact.Code == code ? anders(contact) : contact)] };

    private static Contactbestand Met(Situatie code, Func<SituatieInBestand, SituatieInBestand> anders)
        => Gids with { Situaties = [.. Gids.Situaties.Select(situatie => situatie.Code == code ? anders(situatie) : situatie)] };
}
