using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Encryption;

/// <summary>
/// One key for each subject (a melding, an assessment, a dossier), wrapped by the master key and kept in a store of its own beside the database.
/// Destroying the key is what erasing means: every copy of what was encrypted with it, also in backups, can then no longer be read (docs/adr/0007).
/// </summary>
public sealed class EnvelopeEncryption
{
    // Keys that are kept in one commit: a melding is not registered before its key is on disk, and many may come in at once.
    private const int MostTogether = 64;

    // Ids in one question about keys to destroy.
    private const int PartSize = 500;

    // Of one request, whatever it calls: see NoteNewSubjects.
    private static readonly AsyncLocal<ConcurrentQueue<Guid>?> Noted = new();

    private readonly MasterKey _master;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;

    // The key store is another database than the service's own: it waits in a line of its own, or a handler that holds the service's would wait for itself.
    private readonly WriteGate _keyGate;
    private readonly Lane<NewKey> _newKeys;

    public EnvelopeEncryption(MasterKey master, IServiceScopeFactory scopes, WriteGate gate, TimeProvider time)
    {
        (_master, _scopes, _time) = (master, scopes, time);
        _keyGate = gate.ForOtherDatabase();
        _newKeys = new Lane<NewKey>(MostTogether, KeepAsync);
    }

    /// <summary>
    /// Keeps from here on for whom keys are made, for who has to destroy them again when the subject is then not saved: what the database still holds of a save that was
    /// undone, as dead rows and in its logs, can be read with that key.
    /// </summary>
    internal static IReadOnlyCollection<Guid> NoteNewSubjects() => Noted.Value = new ConcurrentQueue<Guid>();

    /// <summary>Makes and keeps a key for a new subject.</summary>
    public Task<DataKey> CreateKeyAsync(Guid subjectId, CancellationToken cancellationToken) => CreateNewKeyAsync(subjectId, _time.GetUtcNow(), cancellationToken);

    /// <summary>As <see cref="CreateKeyAsync"/>, for a subject of which nothing more than the day may be known: that is all the store tells of when the key was made.</summary>
    public Task<DataKey> CreateKeyOfDayAsync(Guid subjectId, DateOnly dag, CancellationToken cancellationToken) => CreateNewKeyAsync(subjectId, dag.AlsOgenblik(), cancellationToken);

    /// <summary>The subject's key, made when it is not there yet: a request that failed after making it, or another at the same moment, finds it again.</summary>
    public async Task<DataKey> OpenOrCreateKeyAsync(Guid subjectId, CancellationToken cancellationToken)
        => await OpenKeyAsync(subjectId, cancellationToken)
            ?? await TryCreateKeyAsync(subjectId, _time.GetUtcNow(), cancellationToken)
            ?? await OpenKeyAsync(subjectId, cancellationToken)
            ?? throw new InvalidOperationException("The key of this subject was destroyed while it was made.");

    /// <summary>The subject's key; null when it was destroyed.</summary>
    public async Task<DataKey?> OpenKeyAsync(Guid subjectId, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>();
        var row = await store.Keys.AsNoTracking().SingleOrDefaultAsync(key => key.SubjectId == subjectId, cancellationToken);
        return row is null ? null : new DataKey(subjectId, _master.Unwrap(subjectId, row.WrappedKey));
    }

    /// <summary>The keys of these subjects in one question; of those whose key was destroyed there is none.</summary>
    public async Task<IReadOnlyDictionary<Guid, DataKey>> OpenKeysAsync(IReadOnlyCollection<Guid> subjectIds, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>();
        return await store.Keys.AsNoTracking()
            .Where(key => subjectIds.Contains(key.SubjectId))
            .ToDictionaryAsync(row => row.SubjectId, row => new DataKey(row.SubjectId, _master.Unwrap(row.SubjectId, row.WrappedKey)), cancellationToken);
    }

    /// <summary>Destroys the keys of these subjects. Safe to repeat: after a restore of the store it is done again from the ledger of erased keys.</summary>
    public async Task DestroyAsync(IReadOnlyCollection<Guid> subjectIds, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>();
        if (!await AnyAsync(store, subjectIds, cancellationToken))
        {
            // Asked every minute, and nearly always for what is gone already: that must not keep others from the store.
            return;
        }

        using var lease = await _keyGate.EnterAsync(cancellationToken);
        var destroyed = 0;
        // In one transaction: a key that is deleted and not yet wiped would not be looked for again.
        await using (var transaction = await store.Database.BeginTransactionAsync(cancellationToken))
        {
            if (store.Database.IsNpgsql())
            {
                // Beforehand: two copies that each hold the table to write and then want it alone would wait for each other.
                await store.Database.ExecuteSqlRawAsync("LOCK TABLE \"Keys\" IN ACCESS EXCLUSIVE MODE", cancellationToken);
            }

            foreach (var part in subjectIds.Chunk(PartSize))
            {
                destroyed += await store.Keys.Where(key => part.Contains(key.SubjectId)).ExecuteDeleteAsync(cancellationToken);
            }

            if (destroyed > 0 && store.Database.IsNpgsql())
            {
                await WriteAnewAsync(store.Database, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        if (destroyed > 0 && store.Database.IsSqlite())
        {
            // A deleted row is not gone yet: the write-ahead log still holds the page as it was. Emptying it leaves no copy of the key in the folder.
            await store.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        }
    }

    private static async Task<bool> AnyAsync(KeyStoreDbContext store, IReadOnlyCollection<Guid> subjectIds, CancellationToken cancellationToken)
    {
        foreach (var part in subjectIds.Chunk(PartSize))
        {
            if (await store.Keys.AnyAsync(key => part.Contains(key.SubjectId), cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<DataKey> CreateNewKeyAsync(Guid subjectId, DateTimeOffset madeOp, CancellationToken cancellationToken)
    {
        // Before it is there: whoever hangs up meanwhile leaves none behind that nobody noted.
        Noted.Value?.Enqueue(subjectId);
        return await TryCreateKeyAsync(subjectId, madeOp, cancellationToken) ?? throw new InvalidOperationException("A new subject has no key yet.");
    }

    /// <summary>Null when the subject has a key.</summary>
    private async Task<DataKey?> TryCreateKeyAsync(Guid subjectId, DateTimeOffset madeOp, CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var made = new NewKey(new WrappedKeyRow { SubjectId = subjectId, WrappedKey = _master.Wrap(subjectId, key), AangemaaktOp = madeOp });
        _newKeys.Add(made);
        return await made.Kept.Task.WaitAsync(cancellationToken) ? new DataKey(subjectId, key) : null;
    }

    private async Task KeepAsync(IReadOnlyList<NewKey> keys)
    {
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var store = scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>();
            using var lease = await _keyGate.EnterAsync(CancellationToken.None);
            // Of two for one subject the second finds that there is one.
            var kept = await InsertAsync(store, keys.Select(key => key.Row).DistinctBy(row => row.SubjectId).ToArray());
            foreach (var key in keys)
            {
                key.Kept.TrySetResult(kept.Remove(key.Row.SubjectId));
            }
        }
        catch (Exception fault)
        {
            // Goes to whoever asked for a key.
            foreach (var key in keys)
            {
                key.Kept.TrySetException(fault);
            }
        }
    }

    /// <summary>In one transaction; rows that are never changed: to track them would cost more than to write them.</summary>
    /// <returns>The subjects that had no key yet.</returns>
    private static async Task<HashSet<Guid>> InsertAsync(KeyStoreDbContext store, WrappedKeyRow[] rows)
    {
        if (store.Database.IsNpgsql())
        {
            var ids = Array.ConvertAll(rows, row => row.SubjectId);
            var keys = Array.ConvertAll(rows, row => row.WrappedKey);
            var made = Array.ConvertAll(rows, row => UtcInstantConverter.Stored(row.AangemaaktOp));
            return await store.Database.SqlQuery<Guid>(
                $"""
                INSERT INTO "Keys" ("SubjectId", "WrappedKey", "AangemaaktOp")
                SELECT * FROM unnest({ids}, {keys}, {made})
                ON CONFLICT ("SubjectId") DO NOTHING
                RETURNING "SubjectId" AS "Value"
                """).ToHashSetAsync();
        }

        await using var transaction = await store.Database.BeginTransactionAsync();
        var kept = new HashSet<Guid>();
        foreach (var row in rows)
        {
            if (await store.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "Keys" ("SubjectId", "WrappedKey", "AangemaaktOp")
                VALUES ({row.SubjectId}, {row.WrappedKey}, {UtcInstantConverter.Stored(row.AangemaaktOp)})
                ON CONFLICT ("SubjectId") DO NOTHING
                """) > 0)
            {
                kept.Add(row.SubjectId);
            }
        }

        await transaction.CommitAsync();
        return kept;
    }

    /// <summary>
    /// A deleted row is not gone yet: the server keeps its bytes until it needs the room. So the table gets a new file with what is left, and the old file goes.
    /// Not by VACUUM FULL: that takes along what a transaction anywhere on the server may be older than, and on a busy server there always is one.
    /// The server's own log forgets with its next rounds; how long it is archived is in infra/README.md.
    /// </summary>
    private static Task WriteAnewAsync(DatabaseFacade store, CancellationToken cancellationToken)
        => store.ExecuteSqlRawAsync(
            """
            CREATE TEMPORARY TABLE "Kept" ON COMMIT DROP AS SELECT * FROM "Keys";
            TRUNCATE "Keys";
            INSERT INTO "Keys" SELECT * FROM "Kept";
            """,
            cancellationToken);

    private sealed record NewKey(WrappedKeyRow Row)
    {
        public TaskCompletionSource<bool> Kept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The key of one subject. AES-256-GCM, bound to the subject and to the field, so that a value can't be moved to another place unseen.</summary>
public sealed class DataKey
{
    private readonly Guid _subjectId;
    private readonly byte[] _key;

    internal DataKey(Guid subjectId, byte[] key)
    {
        _subjectId = subjectId;
        _key = key;
    }

    public byte[] Encrypt(string field, string text) => Encrypt(field, Encoding.UTF8.GetBytes(text));

    public byte[] Encrypt(string field, ReadOnlySpan<byte> plain) => Sealed.Seal(_key, plain, Binding(field));

    /// <exception cref="CryptographicException">The value was changed, or belongs to another subject or field.</exception>
    public string Decrypt(string field, byte[] value) => Encoding.UTF8.GetString(DecryptBytes(field, value));

    /// <exception cref="CryptographicException">As <see cref="Decrypt"/>.</exception>
    public byte[] DecryptBytes(string field, byte[] value) => Sealed.Open(_key, value, Binding(field));

    private byte[] Binding(string field) => Encoding.UTF8.GetBytes($"{_subjectId:N}|{field}");
}

/// <summary>The key that wraps all others. Comes from the operator (a setting, a secret store); the embedded default makes a file of its own.</summary>
public sealed class MasterKey(byte[] key)
{
    private const string CheckText = "draaiboek";
    private static readonly byte[] CheckBinding = "check"u8.ToArray();

    private readonly ConcurrentDictionary<string, byte[]> _derived = new(StringComparer.Ordinal);

    internal byte[] Wrap(Guid subjectId, byte[] dataKey) => Sealed.Seal(key, dataKey, subjectId.ToByteArray());

    internal byte[] Unwrap(Guid subjectId, byte[] wrapped) => Sealed.Open(key, wrapped, subjectId.ToByteArray());

    /// <summary>A key for a purpose of its own, so that no two uses share one. Made once.</summary>
    public byte[] Derive(string purpose)
        => _derived.GetOrAdd(purpose, static (name, master) => HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.UTF8.GetBytes(name)), key);

    internal byte[] CheckValue() => Sealed.Seal(key, Encoding.UTF8.GetBytes(CheckText), CheckBinding);

    internal bool Fits(byte[] checkValue)
    {
        try
        {
            return Encoding.UTF8.GetString(Sealed.Open(key, checkValue, CheckBinding)) == CheckText;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>AES-256-GCM as one array: version, nonce, tag, ciphertext.</summary>
internal static class Sealed
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, byte[] binding)
    {
        var value = new byte[Overhead + plain.Length];
        value[0] = Version;
        var nonce = value.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, value.AsSpan(Overhead), value.AsSpan(1 + NonceSize, TagSize), binding);
        return value;
    }

    public static byte[] Open(byte[] key, byte[] value, byte[] binding)
    {
        if (value.Length < Overhead || value[0] != Version)
        {
            throw new CryptographicException("The value has no known form.");
        }

        var plain = new byte[value.Length - Overhead];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(value.AsSpan(1, NonceSize), value.AsSpan(Overhead), value.AsSpan(1 + NonceSize, TagSize), plain, binding);
        return plain;
    }
}
