using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>Several questions to the database as it stands at one moment, whatever is written meanwhile. Only to read.</summary>
internal sealed class Momentopname : IAsyncDisposable
{
    private readonly RegistratieDbContext _db;
    private readonly DbTransaction _transactie;

    private Momentopname(RegistratieDbContext db, DbTransaction transactie)
    {
        _db = db;
        _transactie = transactie;
    }

    public static async Task<Momentopname> MaakAsync(RegistratieDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = db.Database.GetDbConnection();
        // On SQLite deferred: it would wait for who writes otherwise, and who writes for it.
        var transactie = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await db.Database.UseTransactionAsync(transactie, cancellationToken);
        return new Momentopname(db, transactie);
    }

    public async ValueTask DisposeAsync()
    {
        await _db.Database.UseTransactionAsync(null);
        await _transactie.DisposeAsync();
        await _db.Database.CloseConnectionAsync();
    }
}
