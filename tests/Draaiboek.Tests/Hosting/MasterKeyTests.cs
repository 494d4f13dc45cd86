using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>The key over all keys, and the files that it stands between and the world (DESIGN 2).</summary>
public sealed class MasterKeyTests(EmbeddedServices services) : IClassFixture<EmbeddedServices>
{
    private const string Sleutelkluis = MeldingService.Name + ".sleutels.db";

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
}
