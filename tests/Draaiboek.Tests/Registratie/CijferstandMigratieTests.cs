using Draaiboek.Registratie;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Draaiboek.Tests.Registratie;

public sealed class CijferstandMigratieTests
{
    [Fact]
    public async Task Given_facts_from_before_there_were_stands_When_the_database_is_migrated_Then_each_of_their_days_and_months_has_one()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var db = new RegistratieDbContext(new DbContextOptionsBuilder<RegistratieDbContext>()
            .UseSqlite(connection)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options);
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("20261122000030_Feitsoorten");
        async Task VoegAsync(DateOnly op)
            => await db.Database.ExecuteSqlAsync(
                $"INSERT INTO \"Feiten\" (\"AggregaatId\", \"Versie\", \"Soort\", \"MeldingId\", \"Op\", \"GeregistreerdOp\") VALUES ({Guid.NewGuid()}, 1, 'Assessmentgesprek', {Guid.NewGuid()}, {op}, {DateTime.UnixEpoch})");

        foreach (var op in (DateOnly[])[new(2013, 5, 6), new(2013, 5, 31), new(2013, 7, 1)])
        {
            await VoegAsync(op);
        }

        await migrator.MigrateAsync("20261122000035_Maandstand");
        await db.Database.ExecuteSqlAsync($"UPDATE \"Feiten\" SET \"GewijzigdOp\" = '2013-08-02' WHERE \"Op\" = '2013-05-06'");
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO \"Achterstanden\" VALUES ({Guid.NewGuid()}, 1, 'Payoke', 'Anders', '2013-07-09', '2013-09-30', NULL, {DateTime.UnixEpoch}, FALSE)");
        await migrator.MigrateAsync();
        // About what comes after the last day of all nothing is known yet.
        var laatste = new DateOnly(2013, 9, 30);
        Assert.Equal(
            [(new(2013, 5, 6), 1, laatste), (new(2013, 5, 31), 1, laatste), (new(2013, 7, 1), 1, laatste), (new(2013, 7, 9), 1, laatste)],
            (await db.Dagstanden.AsNoTracking().OrderBy(stand => stand.Dag).ToListAsync()).Select(stand => (stand.Dag, (int)stand.Stand, stand.Laatste)));
        Assert.Equal(
            [(new(2013, 5, 1), 1, laatste), (new(2013, 7, 1), 1, laatste)],
            (await db.Maandstanden.AsNoTracking().OrderBy(stand => stand.Maand).ToListAsync()).Select(stand => (stand.Maand, (int)stand.Stand, stand.Laatste)));
    }
}
