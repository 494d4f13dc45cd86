using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Encryption;

internal static class KeyStoreStartup
{
    /// <summary>Migrates the key store, holds the master key against it and destroys again what the ledger says was erased.</summary>
    /// <exception cref="SettingsException">The master key is not the one that this store was made with.</exception>
    public static async Task PrepareAsync<TDb>(IServiceProvider services, CancellationToken cancellationToken) where TDb : ServiceDbContext
    {
        await Migrator.MigrateAsync<KeyStoreDbContext>(services, cancellationToken);

        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>();
        var master = services.GetRequiredService<MasterKey>();
        var check = await store.MasterKeyCheck.AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? await WriteCheckAsync(store, master, cancellationToken);
        if (!master.Fits(check.Value))
        {
            throw new SettingsException([$"{HostSettings.Section}:MasterKey past niet bij deze sleutelkluis; zet de hoofdsleutel terug waarmee ze gemaakt is"]);
        }

        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var erased = await db.ErasedKeys.Select(row => row.SubjectId).ToListAsync(cancellationToken);
        await services.GetRequiredService<EnvelopeEncryption>().DestroyAsync(erased, cancellationToken);
    }

    /// <summary>The first start of a store decides which key it has. Of several copies that start at once one is first, and the others are held to its key.</summary>
    private static async Task<MasterKeyCheckRow> WriteCheckAsync(KeyStoreDbContext store, MasterKey master, CancellationToken cancellationToken)
    {
        try
        {
            store.MasterKeyCheck.Add(new MasterKeyCheckRow { Value = master.CheckValue() });
            await store.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException fault) when (DatabaseFaults.IsDuplicate(fault))
        {
            store.ChangeTracker.Clear();
        }

        return await store.MasterKeyCheck.AsNoTracking().SingleAsync(cancellationToken);
    }
}
