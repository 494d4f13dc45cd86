using Draaiboek.Registratie;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Draaiboek.Tests.Registratie;

public sealed class MaandstandMigratieTests
{
    [Fact]
    public async Task Given_facts_from_before_there_were_stands_When_the_database_is_migrated_Then_each_of_their_months_has_one()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var db = new RegistratieDbContext(new DbContextOptionsBuilder<RegistratieDbContext>()
            .UseSqlite(connection)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options);
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("20261122000030_Feitsoorten");
        foreach (var op in (DateOnly[])[new(2013, 5, 6), new(2013, 5, 31), new(2013, 7, 1)])
        {
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO \"Feiten\" (\"AggregaatId\", \"Versie\", \"Soort\", \"MeldingId\", \"Op\", \"GeregistreerdOp\") VALUES ({Guid.NewGuid()}, 1, 'Assessmentgesprek', {Guid.NewGuid()}, {op}, {DateTime.UnixEpoch})");
        }

        await migrator.MigrateAsync();
        Assert.Equal(
            [(new(2013, 5, 1), 1, DateOnly.MaxValue), (new(2013, 7, 1), 1, DateOnly.MaxValue)],
            (await db.Maandstanden.AsNoTracking().OrderBy(stand => stand.Maand).ToListAsync()).Select(stand => (stand.Maand, (int)stand.Stand, stand.Laatste)));
    }
}
