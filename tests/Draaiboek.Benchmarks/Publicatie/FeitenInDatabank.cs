using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Draaiboek.Benchmarks;

internal sealed class FeitenInPostgres(NpgsqlDataSource data) : IFeitendatabank
{
    public async Task<DbConnection> OpenAsync() => await data.OpenConnectionAsync();

    public async Task FillAsync(IEnumerable<object?[]> rows)
    {
        await using (var connection = await data.OpenConnectionAsync())
        await using (var copy = await connection.BeginBinaryImportAsync($"COPY \"Feiten\" ({Feitenrijen.Kolommen}) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync();
                foreach (var value in row)
                {
                    await (value is null ? copy.WriteNullAsync() : copy.WriteAsync(value));
                }
            }

            await copy.CompleteAsync();
        }

        // As the database does by itself in a while.
        await this.ExecuteAsync("VACUUM ANALYZE \"Feiten\"");
    }

    public ValueTask DisposeAsync() => data.DisposeAsync();
}

internal sealed class FeitenInSqlite(string file) : IFeitendatabank
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();

    public async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task FillAsync(IEnumerable<object?[]> rows)
    {
        await using var connection = (SqliteConnection)await OpenAsync();
        await using var transaction = connection.BeginTransaction();
        await using var insert = connection.CreateCommand();
        var names = Feitenrijen.Kolommen.Split(", ");
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO \"Feiten\" ({Feitenrijen.Kolommen}) VALUES ({string.Join(", ", names.Select((_, i) => $"${i}"))})";
        var parameters = names.Select((_, i) => insert.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" })).ToList();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                parameters[i].Value = row[i] ?? DBNull.Value;
            }

            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        return ValueTask.CompletedTask;
    }
}
