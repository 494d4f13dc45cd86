using Npgsql;

namespace Draaiboek.Hosting.Databases;

/// <summary>
/// Writes many new rows of one table as one statement, column by column: for rows that come with nearly every request, when many are saved together on PostgreSQL
/// (docs/adr/0010). Elsewhere, and for a request that is saved alone, the same rows are written as any other; a test holds the two ways to each other.
/// </summary>
public abstract class ColumnInsert
{
    /// <summary>Whether the row is one of these.</summary>
    public abstract bool Takes(object row);

    /// <param name="sql">An INSERT that selects from <c>unnest($1, $2, …)</c>, a parameter for each column.</param>
    /// <param name="when">Which rows, when not all of the type.</param>
    /// <param name="columns">The parameters, in their order.</param>
    public static ColumnInsert Of<TRow>(string sql, Func<TRow, bool>? when, params Func<IReadOnlyList<TRow>, NpgsqlParameter>[] columns) => new Insert<TRow>(sql, when, columns);

    public static Func<IReadOnlyList<TRow>, NpgsqlParameter> Column<TRow, TValue>(Func<TRow, TValue> value)
        => rows =>
        {
            var values = new TValue[rows.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = value(rows[i]);
            }

            return new NpgsqlParameter<TValue[]> { TypedValue = values };
        };

    internal abstract NpgsqlBatchCommand? Command(IEnumerable<object> rows);

    private sealed class Insert<TRow>(string sql, Func<TRow, bool>? when, Func<IReadOnlyList<TRow>, NpgsqlParameter>[] columns) : ColumnInsert
    {
        public override bool Takes(object row) => row is TRow typed && (when is null || when(typed));

        internal override NpgsqlBatchCommand? Command(IEnumerable<object> rows)
        {
            var typed = rows.OfType<TRow>().ToArray();
            if (typed.Length == 0)
            {
                return null;
            }

            var command = new NpgsqlBatchCommand(sql);
            foreach (var column in columns)
            {
                command.Parameters.Add(column(typed));
            }

            return command;
        }
    }
}
