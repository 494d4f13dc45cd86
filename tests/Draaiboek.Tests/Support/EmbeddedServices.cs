using System.Security.Cryptography;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Messaging;
using Microsoft.Data.Sqlite;

namespace Draaiboek.Tests.Support;

/// <summary>The embedded half: SQLite files in a folder of their own, and MassTransit's mediator as the bus of the process.</summary>
public sealed class EmbeddedServices : ServicesFixture
{
    private EmbeddedBus _bus = new();

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("draaiboek-test-").FullName;

    public override string DatabaseFout => nameof(SqliteException);

    public override bool VerwerktInVolgorde => true;

    public override IReadOnlyList<string> Plaatsen => [DataFolder];

    private string Reservekopie => DataFolder + "-reservekopie";

    private string Weg => DataFolder + "-weg";

    public override ServicesFixture Another() => new EmbeddedServices();

    public override Task CloseBusAsync()
    {
        _bus.Close();
        return Task.CompletedTask;
    }

    public override Task OpenBusAsync()
    {
        _bus.Open();
        return Task.CompletedTask;
    }

    public override Task SendAsync(object message, Guid? messageId = null) => _bus.SendAsync(message, messageId ?? Guid.CreateVersion7(), CancellationToken.None);

    public override Task BreekTabelAsync(string service, string tabel, string? alsSoort = null, string fout = "geweigerd door de test")
    {
        var when = alsSoort is null ? "" : $"WHEN NEW.\"Soort\" = '{alsSoort}'";
        return this.SqlAsync(service, $"CREATE TRIGGER \"stuk_{tabel}\" BEFORE INSERT ON \"{tabel}\" {when} BEGIN SELECT RAISE(ABORT, '{fout}'); END");
    }

    public override Task HerstelTabelAsync(string service, string tabel) => this.SqlAsync(service, $"DROP TRIGGER IF EXISTS \"stuk_{tabel}\"");

    /// <summary>Of all services at once: they share a folder.</summary>
    public override Task NeemDatabankWegAsync(string service)
    {
        Directory.Move(DataFolder, Weg);
        ClosePools();
        return Task.CompletedTask;
    }

    public override Task ZetDatabankTerugAsync(string service)
    {
        Directory.Move(Weg, DataFolder);
        return Task.CompletedTask;
    }

    public override Task BewaarSleutelkluisAsync(string service)
    {
        File.Copy(Sleutelkluis(service), Reservekopie);
        return Task.CompletedTask;
    }

    public override Task ZetSleutelkluisTerugAsync(string service)
    {
        // Without what the newer one had beside it.
        File.Move(Reservekopie, Sleutelkluis(service), overwrite: true);
        File.Delete(Sleutelkluis(service) + "-wal");
        File.Delete(Sleutelkluis(service) + "-shm");
        return Task.CompletedTask;
    }

    public override Task<IReadOnlyDictionary<string, byte[]>> GeschrevenAsync() => Sporen.BestandenAsync(DataFolder);

    protected override Task PrepareAsync()
    {
        PrivateFiles.ReadOrCreate(KeyFile, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return Task.CompletedTask;
    }

    protected override Task RemoveAsync()
    {
        Directory.Delete(DataFolder, recursive: true);
        File.Delete(Reservekopie);
        return Task.CompletedTask;
    }

    protected override ServiceOptions OptionsOf(string service) => new()
    {
        EmbeddedBus = _bus,
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Draaiboek:Bus"] = "mediator",
            ["Draaiboek:Database"] = "sqlite",
            ["Draaiboek:DataFolder"] = DataFolder,
            ["Draaiboek:MasterKeyFile"] = KeyFile,
        },
    };

    protected override void AfterStop()
    {
        ClosePools();
        // Whoever was on the old bus has gone.
        _bus = new EmbeddedBus();
    }

    private static void ClosePools() => SqliteConnection.ClearAllPools();

    private string KeyFile => Path.Combine(DataFolder, "hoofdsleutel");

    private string Sleutelkluis(string service) => Path.Combine(DataFolder, service + ".sleutels.db");
}
