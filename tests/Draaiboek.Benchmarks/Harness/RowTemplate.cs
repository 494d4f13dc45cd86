using Npgsql;

namespace Draaiboek.Benchmarks;

/// <summary>
/// A row as a service wrote it, to be written again by a baseline: the same table, columns, indexes and sizes, with other ids.
/// Looked up in the database rather than written down here, so that a column that is added counts for both.
/// </summary>
internal sealed class RowTemplate
{
    private readonly string _insert;
    private readonly object?[] _values;

    private RowTemplate(string insert, object?[] values)
    {
        _insert = insert;
        _values = values;
    }

    /// <summary>The rows of the table that hold the value in the column, without the columns that number themselves.</summary>
    public static async Task<IReadOnlyList<RowTemplate>> ReadAsync(NpgsqlDataSource database, string table, string column, object value)
    {
        var columns = await ColumnsAsync(database, table);
        var names = string.Join(", ", columns.Select(name => $"\"{name}\""));
        var insert = $"INSERT INTO \"{table}\" ({names}) VALUES ({string.Join(", ", columns.Select((_, index) => $"${index + 1}"))})";
        await using var command = database.CreateCommand($"SELECT {names} FROM \"{table}\" WHERE \"{column}\" = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<RowTemplate>();
        while (await reader.ReadAsync())
        {
            var values = new object[columns.Count];
            reader.GetValues(values);
            rows.Add(new RowTemplate(insert, values));
        }

        return rows.Count > 0 ? rows : throw new InvalidOperationException($"In {table} staat geen voorbeeldrij.");
    }

    /// <param name="ids">Each id of the sample and the one that takes its place, also inside texts.</param>
    public NpgsqlBatchCommand Make(IReadOnlyDictionary<string, string> ids)
    {
        var command = new NpgsqlBatchCommand(_insert);
        foreach (var value in _values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = Replace(value, ids) ?? DBNull.Value });
        }

        return command;
    }

    private static object? Replace(object? value, IReadOnlyDictionary<string, string> ids) => value switch
    {
        Guid id => ids.TryGetValue(id.ToString(), out var other) ? Guid.Parse(other) : id,
        string text => ids.Aggregate(text, (result, pair) => result.Replace(pair.Key, pair.Value, StringComparison.Ordinal)),
        _ => value,
    };

    private static async Task<IReadOnlyList<string>> ColumnsAsync(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND is_identity = 'NO' ORDER BY ordinal_position");
        command.Parameters.Add(new NpgsqlParameter { Value = table });
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<string>();
        while (await reader.ReadAsync())
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }
}
