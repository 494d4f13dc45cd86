using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Draaiboek.Hosting.Databases;

/// <summary>
/// WAL lets readers go on beside the writer. <c>synchronous=FULL</c> because an acknowledged melding may not be lost at a power cut either.
/// <c>secure_delete</c> overwrites what is deleted: a destroyed key must not be found back in a free page.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Instance = new();

    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA busy_timeout=30000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
