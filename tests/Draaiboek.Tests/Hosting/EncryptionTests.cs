using Draaiboek.Hosting;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>A key per melding, wrapped by the master key, in a store of its own; erasing is destroying it (DESIGN 2).</summary>
public sealed class EncryptionTests(ServicesFixture services) : IClassFixture<ServicesFixture>
{
    private const string Sleutelkluis = MeldingService.Name + ".sleutels.db";

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
                $"UPDATE Keys SET WrappedKey = (SELECT WrappedKey FROM Keys WHERE SubjectId = {ander}) WHERE SubjectId = {id}")),
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
        var kopie = Path.Combine(services.DataFolder, "reservekopie");
        await KluisAsync(kluis => kluis.Database.ExecuteSqlAsync($"VACUUM INTO {kopie}"));

        await WisAsync(id);
        await MoetGewistZijnAsync(id, sleutel, behalve: "reservekopie");

        await services.RestartAsync(() =>
        {
            // As an operator restores it: the store of before the erasure, without what the newer one had beside it.
            File.Move(kopie, Path.Combine(services.DataFolder, Sleutelkluis), overwrite: true);
            File.Delete(Path.Combine(services.DataFolder, Sleutelkluis + "-wal"));
            File.Delete(Path.Combine(services.DataFolder, Sleutelkluis + "-shm"));
        });
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
    public async Task Given_another_master_key_When_the_service_starts_Then_it_refuses_in_words_and_the_right_key_still_fits()
    {
        var map = Directory.CreateTempSubdirectory("draaiboek-sleutel-").FullName;
        try
        {
            await StartAsync(map, Sleutel(1));
            var fout = await Assert.ThrowsAsync<SettingsException>(() => StartAsync(map, Sleutel(2)));
            Assert.Contains("MasterKey past niet bij deze sleutelkluis", fout.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Sleutel(2), fout.Message, StringComparison.Ordinal);
            await StartAsync(map, Sleutel(1));
        }
        finally
        {
            Directory.Delete(map, recursive: true);
        }
    }

    [Theory]
    [InlineData(null, "zonder hoofdsleutel start de dienst niet")]
    [InlineData("", "moet 32 bytes in base64 zijn")]
    [InlineData("bWVyaw==", "moet 32 bytes in base64 zijn")]
    [InlineData("MERK!", "moet 32 bytes in base64 zijn")]
    public async Task Given_no_master_key_or_half_a_one_When_the_service_starts_Then_it_refuses_in_words(string? sleutel, string boodschap)
    {
        var fout = await Assert.ThrowsAsync<SettingsException>(() => StartAsync(services.DataFolder, sleutel));
        Assert.Contains(boodschap, fout.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("merk", fout.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Given_a_folder_that_others_may_look_into_When_the_service_writes_there_Then_its_files_are_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            // Rights come from the folder there.
            return;
        }

        var map = Directory.CreateTempSubdirectory("draaiboek-rechten-").FullName;
        try
        {
            File.SetUnixFileMode(map, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            // One that is there already, too wide, as an older version or a copy left it.
            await File.WriteAllBytesAsync(Path.Combine(map, Sleutelkluis), []);
            File.SetUnixFileMode(Path.Combine(map, Sleutelkluis), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            PrivateFiles.Write(Path.Combine(map, "hoofdsleutel"), Sleutel(1));
            await StartAsync(map, Sleutel(1), () =>
            {
                var bestanden = Directory.GetFiles(map).ToDictionary(pad => Path.GetFileName(pad), Rechten, StringComparer.Ordinal);
                Assert.Contains("melding.db", bestanden.Keys);
                Assert.Contains(Sleutelkluis, bestanden.Keys);
                Assert.Contains("hoofdsleutel", bestanden.Keys);
                Assert.All(bestanden, bestand => Assert.Equal((bestand.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite), (bestand.Key, bestand.Value)));
            });
        }
        finally
        {
            Directory.Delete(map, recursive: true);
        }
    }

    private static UnixFileMode Rechten(string pad) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(pad);

    private static string Sleutel(byte vulling) => Convert.ToBase64String([.. Enumerable.Repeat(vulling, 32)]);

    private async Task StartAsync(string map, string? sleutel, Action? zolangHetLoopt = null)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:DataFolder"] = map,
            ["Draaiboek:Url"] = "http://127.0.0.1:0",
            ["Draaiboek:MasterKey"] = sleutel,
            ["Draaiboek:Identity:Authority"] = services.Authority.Url.AbsoluteUri,
        };
        await using var service = MeldingService.Build(new ServiceOptions { Settings = settings, EmbeddedBus = new EmbeddedBus() });
        await service.StartAsync();
        zolangHetLoopt?.Invoke();
        await service.StopAsync();
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

    private async Task MoetGewistZijnAsync(Guid id, byte[] sleutel, string behalve = "")
    {
        var melding = await services.LeesMeldingAsync(id);
        Assert.True(melding["gewist"]!.GetValue<bool>());
        Assert.All(["contactpersoon", "omschrijving"], veld => Assert.Null(melding[veld]));
        Assert.All(["voornaam", "familienaam", "geboortedatum", "rijksregisternummer"], veld => Assert.Null(melding["jongere"]![veld]));
        Assert.DoesNotContain("Merk", melding.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("vraagAssessment", melding["soort"]!.GetValue<string>());
        var bestanden = await Sporen.BestandenAsync(services.DataFolder);
        Assert.All(bestanden.Where(bestand => bestand.Key != behalve), bestand => Assert.True(bestand.Value.AsSpan().IndexOf(sleutel) < 0, bestand.Key));
    }
}
