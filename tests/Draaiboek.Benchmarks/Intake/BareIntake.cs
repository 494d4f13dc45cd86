using System.Diagnostics;
using Npgsql;

namespace Draaiboek.Benchmarks;

/// <summary>
/// The baseline: the rows of one melding written by Npgsql and nothing else, a connection for each client. First the wrapped key in its own database,
/// as the service does, then the rest as one batch in one transaction.
/// </summary>
internal sealed class BareIntake(NpgsqlDataSource data, NpgsqlDataSource keys, IntakeRows sample)
{
    /// <returns>Meldingen a second.</returns>
    public async Task<double> RunAsync(int clients, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => LoopAsync(clock, duration))));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    private async Task<int> LoopAsync(Stopwatch clock, TimeSpan duration)
    {
        await using var dataConnection = await data.OpenConnectionAsync();
        await using var keyConnection = await keys.OpenConnectionAsync();
        var count = 0;
        while (clock.Elapsed < duration)
        {
            var ids = sample.NewIds();
            await WriteAsync(keyConnection, sample.Key, ids);
            await WriteAsync(dataConnection, sample.Data, ids);
            count++;
        }

        return count;
    }

    /// <summary>A batch without a transaction of its own is one: what PostgreSQL gets between two syncs it commits as a whole.</summary>
    private static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<RowTemplate> rows, IReadOnlyDictionary<string, string> ids)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var row in rows)
        {
            batch.BatchCommands.Add(row.Make(ids));
        }

        await batch.ExecuteNonQueryAsync();
    }
}

/// <summary>Everything that the Melding service wrote for one accepted melding.</summary>
internal sealed record IntakeRows(Guid Melding, Guid Message, string IdempotencyKey, IReadOnlyList<RowTemplate> Key, IReadOnlyList<RowTemplate> Data)
{
    /// <param name="melding">A melding that was registered with an <c>Idempotency-Key</c>, the only one in the database.</param>
    public static async Task<IntakeRows> ReadAsync(NpgsqlDataSource data, NpgsqlDataSource keys, Guid melding)
    {
        var message = (Guid)await OneAsync(data, "SELECT \"MessageId\" FROM \"Outbox\"");
        var key = (string)await OneAsync(data, "SELECT \"Key\" FROM \"Idempotency\"");
        return new IntakeRows(
            melding,
            message,
            key,
            await RowTemplate.ReadAsync(keys, "Keys", "SubjectId", melding),
            [
                .. await RowTemplate.ReadAsync(data, "Meldingen", "Id", melding),
                .. await RowTemplate.ReadAsync(data, "Audit", "OnderwerpId", melding),
                .. await RowTemplate.ReadAsync(data, "Outbox", "CaseId", melding),
                .. await RowTemplate.ReadAsync(data, "Idempotency", "Key", key),
                .. await RowTemplate.ReadAsync(data, "Herhalingstokens", "MeldingId", melding),
            ]);
    }

    public IReadOnlyDictionary<string, string> NewIds() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Melding.ToString()] = Guid.CreateVersion7().ToString(),
        [Message.ToString()] = Guid.NewGuid().ToString(),
        // A key of the same length: the rows must weigh the same.
        [IdempotencyKey] = (Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"))[..Math.Min(64, IdempotencyKey.Length)],
    };

    private static async Task<object> OneAsync(NpgsqlDataSource data, string sql)
    {
        await using var command = data.CreateCommand(sql);
        return await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"Geen rij: {sql}");
    }
}
