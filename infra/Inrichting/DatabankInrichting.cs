using Draaiboek.Hosting;
using Npgsql;

namespace Draaiboek.Inrichting;

/// <summary>A role and two databases for each service, that no other role may enter.</summary>
internal static class DatabankInrichting
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    public static async Task RichtInAsync(InrichtingSettings settings, TextWriter output, CancellationToken cancellationToken)
    {
        foreach (var dienst in settings.Diensten)
        {
            var role = PostgresSettings.NameOf(settings.DatabasePrefix, dienst.Name);
            var keys = PostgresSettings.KeysNameOf(settings.DatabasePrefix, dienst.Name);
            await RichtInAsync(settings.PostgresConnectionString, role, dienst.PostgresPassword, role, cancellationToken);
            await RichtInAsync(settings.KeysConnectionString, role, dienst.PostgresPassword, keys, cancellationToken);
            await output.WriteLineAsync($"databank: {role} en {keys}");
        }
    }

    private static async Task RichtInAsync(string server, string role, string password, string database, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(server, cancellationToken);
        if (!await ExistsAsync(connection, "SELECT 1 FROM pg_roles WHERE rolname = @name", role, cancellationToken))
        {
            await ExecuteAsync(connection, $"CREATE ROLE {Quoted(role)} LOGIN", cancellationToken);
        }

        await ExecuteAsync(connection, $"ALTER ROLE {Quoted(role)} WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {await LiteralAsync(connection, password, cancellationToken)}", cancellationToken);
        if (!await ExistsAsync(connection, "SELECT 1 FROM pg_database WHERE datname = @name", database, cancellationToken))
        {
            // Sorted by bytes, as SQLite does: a page of a list must not depend on the server's language.
            await ExecuteAsync(connection, $"CREATE DATABASE {Quoted(database)} OWNER {Quoted(role)} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' TEMPLATE template0", cancellationToken);
        }

        // Everybody may enter a new database until told otherwise.
        await ExecuteAsync(connection, $"REVOKE ALL ON DATABASE {Quoted(database)} FROM PUBLIC", cancellationToken);
    }

    /// <exception cref="InrichtingException">The server answers, and does not let this user in.</exception>
    private static async Task<NpgsqlConnection> ConnectAsync(string server, CancellationToken cancellationToken)
    {
        var text = new NpgsqlConnectionStringBuilder(server) { Database = "postgres", Pooling = false }.ToString();
        while (true)
        {
            var connection = new NpgsqlConnection(text);
            try
            {
                await connection.OpenAsync(cancellationToken);
                return connection;
            }
            catch (PostgresException refused) when (refused.SqlState.StartsWith("28", StringComparison.Ordinal))
            {
                await connection.DisposeAsync();
                throw new InrichtingException("De databankserver weigert de beheerder van Draaiboek:Inrichting:Postgres: kijk gebruiker en wachtwoord na.");
            }
            catch (NpgsqlException)
            {
                // Not up yet, or still starting.
                await connection.DisposeAsync();
            }

            await Task.Delay(Again, cancellationToken);
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string query, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(query, connection);
        command.Parameters.AddWithValue("name", name);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>A literal as the server itself writes it: these statements take no parameters.</summary>
    private static async Task<string> LiteralAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT quote_literal(@text)", connection);
        command.Parameters.AddWithValue("text", text);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
