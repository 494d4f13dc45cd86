using System.Net;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>A key per melding, wrapped by the master key, in a store of its own; erasing is destroying it (DESIGN 2).</summary>
public abstract class EncryptionTests(ServicesFixture services)
{
    [Theory]
    [InlineData("jongere van een andere melding")]
    [InlineData("contactpersoon van een andere melding")]
    [InlineData("ander veld")]
    [InlineData("één bit anders")]
    [InlineData("afgekapt")]
    [InlineData("sleutel van een andere melding")]
    public async Task Given_an_encrypted_value_When_it_is_moved_or_changed_Then_it_does_not_decrypt_and_nothing_of_it_is_told(string hoe)
    {
        var (id, ander) = (await RegistreerAsync(), await RegistreerAsync());
        var van = await MeldingAsync(ander);
        var eigen = await MeldingAsync(id);
        byte[] bit = [.. eigen.OmschrijvingVersleuteld[..^1], (byte)(eigen.OmschrijvingVersleuteld[^1] ^ 1)];
        await (hoe switch
        {
            "jongere van een andere melding" => ZetAsync(id, "JongereVersleuteld", van.JongereVersleuteld!),
            "contactpersoon van een andere melding" => ZetAsync(id, "ContactpersoonVersleuteld", van.ContactpersoonVersleuteld),
            "ander veld" => ZetAsync(id, "OmschrijvingVersleuteld", eigen.ContactpersoonVersleuteld),
            "één bit anders" => ZetAsync(id, "OmschrijvingVersleuteld", bit),
            "afgekapt" => ZetAsync(id, "OmschrijvingVersleuteld", eigen.OmschrijvingVersleuteld[..20]),
            _ => KluisAsync(async kluis => await kluis.Database.ExecuteSqlAsync(
                $"""UPDATE "Keys" SET "WrappedKey" = (SELECT "WrappedKey" FROM "Keys" WHERE "SubjectId" = {ander}) WHERE "SubjectId" = {id}""")),
        });

        using var client = services.Client(MeldingService.Name, Invoer.Melder);
        using var response = await client.GetAsync(Meldingverzoeken.Melding(id));
        await response.ProbleemAsync(500, "fout");
        Assert.Contains(services.Log.Lines, regel => regel.Contains("Onverwachte fout", StringComparison.Ordinal) && regel.Contains("/api/meldingen/{id:guid}", StringComparison.Ordinal));
        Assert.Equal("Merk-T", (await services.LeesMeldingAsync(ander))["jongere"]!["voornaam"]!.GetValue<string>());
    }

    [Fact]
    public async Task Given_two_meldingen_with_the_same_words_When_they_are_encrypted_Then_nothing_of_them_is_alike()
    {
        var (een, twee) = (await MeldingAsync(await RegistreerAsync()), await MeldingAsync(await RegistreerAsync()));
        Assert.NotEqual(een.OmschrijvingVersleuteld[1..], twee.OmschrijvingVersleuteld[1..]);
        Assert.NotEqual(een.JongereVersleuteld![29..], twee.JongereVersleuteld![29..]);
    }

    [Fact]
    public async Task Given_a_destroyed_key_When_the_melding_is_read_Then_it_is_gewist_also_after_an_old_key_store_was_restored()
    {
        var (id, blijft) = (await RegistreerAsync(), await RegistreerAsync());
        var sleutel = await KluisAsync(async kluis => (await kluis.Keys.AsNoTracking().SingleAsync(rij => rij.SubjectId == id)).WrappedKey);
        await services.RestartAsync(() => services.BewaarSleutelkluisAsync(MeldingService.Name));

        await WisAsync(id);
        await MoetGewistZijnAsync(id, sleutel);

        // The store of before the erasure.
        await services.RestartAsync(() => services.ZetSleutelkluisTerugAsync(MeldingService.Name));
        await MoetGewistZijnAsync(id, sleutel);
        Assert.Equal("Merk-T", (await services.LeesMeldingAsync(blijft))["jongere"]!["voornaam"]!.GetValue<string>());
    }

    [Fact]
    public async Task Given_a_destroyed_key_When_the_contact_person_is_changed_Then_409_and_no_key_comes_back()
    {
        var id = await RegistreerAsync();
        await WisAsync(id);
        using var response = await services.PutContactpersoonAsync(id, Invoer.Contactpersoon(), "\"1\"");
        await response.ProbleemAsync(409, "conflict");
        Assert.Equal(0, await KluisAsync(kluis => kluis.Keys.CountAsync(rij => rij.SubjectId == id)));
    }

    [Fact]
    public async Task Given_requests_that_are_answered_as_before_or_refused_Then_the_keys_that_were_made_for_them_are_to_be_destroyed()
    {
        var (sleutel, voordien) = (Guid.NewGuid().ToString("N"), await WezenAsync());
        using var eerste = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);
        using var zelfde = await services.PostMeldingAsync(Invoer.Assessmentvraag(), sleutel: sleutel);
        using var ander = await services.PostMeldingAsync(Invoer.Assessmentvraag().Met("aantalKeerWeggelopen", "7"), sleutel: sleutel);
        Assert.Equal((true, HttpStatusCode.UnprocessableEntity), (zelfde.Headers.Contains("Idempotency-Replayed"), ander.StatusCode));

        Assert.Equal(voordien, await WezenAsync());
        Assert.NotNull(await services.SleutelAsync(MeldingService.Name, (await eerste.JsonAsync()).Id()));
    }

    /// <summary>Keys of nothing that is there, and that nobody is to destroy either.</summary>
    private async Task<int> WezenAsync()
    {
        await using var scope = services.Services(MeldingService.Name).CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        var bekend = await db.Meldingen.Select(melding => melding.Id).Union(db.ErasedKeys.Select(gewist => gewist.SubjectId)).ToHashSetAsync();
        return (await scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>().Keys.Select(key => key.SubjectId).ToListAsync()).Count(id => !bekend.Contains(id));
    }

    private Task<Guid> RegistreerAsync()
        => services.RegistreerAsync(Invoer.Assessmentvraag().Met("jongere.voornaam", "\"Merk-T\"").Met("omschrijving", "\"Merk-T, synthetisch.\""), Invoer.Melder);

    private Task<Melding> MeldingAsync(Guid id)
        => services.InDbAsync<MeldingDbContext, Melding>(MeldingService.Name, db => db.Meldingen.AsNoTracking().SingleAsync(melding => melding.Id == id));

    private Task<int> ZetAsync(Guid id, string kolom, byte[] waarde)
        => services.InDbAsync<MeldingDbContext, int>(
            MeldingService.Name,
            db => db.Meldingen.Where(melding => melding.Id == id).ExecuteUpdateAsync(rij => rij.SetProperty(melding => EF.Property<byte[]>(melding, kolom), waarde)));

    private async Task<T> KluisAsync<T>(Func<KeyStoreDbContext, Task<T>> kijk)
    {
        await using var scope = services.Services(MeldingService.Name).CreateAsyncScope();
        return await kijk(scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>());
    }

    /// <summary>As the use case of erasing will do it: the ledger in the service's database, then the key.</summary>
    private async Task WisAsync(Guid id)
    {
        await services.InDbAsync<MeldingDbContext, int>(MeldingService.Name, db =>
        {
            db.ErasedKeys.Add(new ErasedKeyRow { SubjectId = id, Op = services.Time.GetUtcNow() });
            return db.SaveChangesAsync();
        });
        await services.Services(MeldingService.Name).GetRequiredService<EnvelopeEncryption>().DestroyAsync([id], CancellationToken.None);
    }

    private async Task MoetGewistZijnAsync(Guid id, byte[] sleutel)
    {
        var melding = await services.LeesMeldingAsync(id);
        Assert.True(melding["gewist"]!.GetValue<bool>());
        Assert.All(["contactpersoon", "omschrijving"], veld => Assert.Null(melding[veld]));
        Assert.All(["voornaam", "familienaam", "geboortedatum", "rijksregisternummer"], veld => Assert.Null(melding["jongere"]![veld]));
        Assert.DoesNotContain("Merk", melding.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("vraagAssessment", melding["soort"]!.GetValue<string>());
        Assert.All(await services.GeschrevenAsync(), stuk => Assert.True(stuk.Value.AsSpan().IndexOf(sleutel) < 0, stuk.Key));
    }
}

public sealed class EncryptionTestsEmbedded(EmbeddedServices services) : EncryptionTests(services), IClassFixture<EmbeddedServices>;

public sealed class EncryptionTestsDistributed(DistributedServices services) : EncryptionTests(services.OrSkip()), IClassFixture<DistributedServices>;
