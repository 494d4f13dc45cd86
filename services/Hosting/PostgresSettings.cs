using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Draaiboek.Hosting;

/// <summary>
/// The settings under <c>Draaiboek:Postgres:</c>. Each service has a role of its own, and two databases that only this role may enter:
/// its data, and the wrapped keys, which may stand on another server.
/// </summary>
public sealed record PostgresSettings
{
    public const string DefaultPrefix = "draaiboek";

    /// <summary>Npgsql's form, without a database.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The same for the key store.</summary>
    public required string KeysConnectionString { get; init; }

    public required string DatabasePrefix { get; init; }

    /// <summary>Name of the database of a service, and of its role: <c>draaiboek_juridische_steun</c>.</summary>
    public static string NameOf(string prefix, string service) => $"{prefix}_{service.Replace('-', '_')}";

    /// <summary>Name of the database with the service's wrapped keys.</summary>
    public static string KeysNameOf(string prefix, string service) => NameOf(prefix, service) + "_sleutels";

    /// <summary>Not the connection strings: a record is soon printed.</summary>
    public override string ToString() => $"{DatabasePrefix}_*";

    /// <param name="section">The section with the members of this record.</param>
    /// <param name="errors">Gets a line for everything that is missing or wrong.</param>
    public static PostgresSettings Read(IConfigurationSection section, List<string> errors)
    {
        var connection = ConnectionStringAt(section, "ConnectionString", errors);
        return new PostgresSettings
        {
            ConnectionString = connection,
            KeysConnectionString = section["KeysConnectionString"] is null ? connection : ConnectionStringAt(section, "KeysConnectionString", errors),
            DatabasePrefix = section["DatabasePrefix"] ?? DefaultPrefix,
        };
    }

    /// <summary>A connection string without a database; empty, with a line in <paramref name="errors"/>, when it is missing or wrong.</summary>
    public static string ConnectionStringAt(IConfigurationSection section, string key, List<string> errors)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(section[key] ?? "");
            if (builder.Host is { Length: > 0 } && builder.Username is { Length: > 0 } && builder.Database is null or "")
            {
                return builder.ToString();
            }

            errors.Add($"{section.Path}:{key} ontbreekt of is onvolledig; nodig zijn Host, Username en Password, zonder Database");
        }
        catch (ArgumentException)
        {
            // What it says quotes the text, and that holds a password.
            errors.Add($"{section.Path}:{key} is geen verbindingstekst zoals Host=…;Username=…;Password=…");
        }

        return "";
    }
}
