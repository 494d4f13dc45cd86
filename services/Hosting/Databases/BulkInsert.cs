using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Draaiboek.Hosting.Databases;

/// <summary>Writes very many new rows of one table, one after the other as they are made: none of them is tracked, and none is kept in memory.</summary>
public static class BulkInsert
{
    /// <summary>Writes in the transaction of the context, which it begins when there is none; the rows are there when that is committed.</summary>
    /// <exception cref="DbUpdateException">A row was refused.</exception>
    public static async Task InsertAllAsync<TRow>(this ServiceDbContext db, IEnumerable<TRow> rows, CancellationToken cancellationToken) where TRow : class
    {
        await db.BeginAsync(cancellationToken);
        var entity = db.Model.FindEntityType(typeof(TRow)) ?? throw new InvalidOperationException($"{typeof(TRow).Name} has no table.");
        var helper = db.GetInfrastructure().GetRequiredService<ISqlGenerationHelper>();
        var table = new Table(
            helper.DelimitIdentifier(entity.GetTableName()!),
            [.. entity.GetProperties().Select(property => new Column(helper.DelimitIdentifier(property.GetColumnName()), property))]);
        try
        {
            await (db.Database.GetDbConnection() is NpgsqlConnection postgres
                ? CopyAsync(postgres, table, rows, cancellationToken)
                : InsertAsync((SqliteConnection)db.Database.GetDbConnection(), (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction(), table, rows, cancellationToken));
        }
        catch (Exception fault) when (DatabaseFaults.IsDuplicate(fault))
        {
            throw new DbUpdateException("A row is there already.", fault);
        }
    }

    private static async Task CopyAsync<TRow>(NpgsqlConnection connection, Table table, IEnumerable<TRow> rows, CancellationToken cancellationToken) where TRow : class
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table.Name} ({table.ColumnNames}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            foreach (var column in table.Columns)
            {
                if (column.Value(row) is { } value)
                {
                    await copy.WriteAsync(value, cancellationToken);
                }
                else
                {
                    await copy.WriteNullAsync(cancellationToken);
                }
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task InsertAsync<TRow>(SqliteConnection connection, SqliteTransaction transaction, Table table, IEnumerable<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO {table.Name} ({table.ColumnNames}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"${i}"))})";
        var parameters = table.Columns.Select((_, i) => insert.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" })).ToList();
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < parameters.Count; i++)
            {
                parameters[i].Value = table.Columns[i].Value(row) ?? DBNull.Value;
            }

            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private sealed record Table(string Name, IReadOnlyList<Column> Columns)
    {
        public string ColumnNames { get; } = string.Join(", ", Columns.Select(column => column.Name));
    }

    private sealed record Column(string Name, IProperty Property)
    {
        public object? Value(object row)
        {
            var value = Property.PropertyInfo!.GetValue(row);
            return Property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
        }
    }
}
