using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000014_DoorMelder")]
internal sealed class M20261122DoorMelderMigration : Migration
{
    // Of earlier steps it is not known: they count as the centre's, as they did.
    protected override void Up(MigrationBuilder migrationBuilder)
        => migrationBuilder.AddColumn<bool>("DoorMelder", "Stappen", nullable: false, defaultValue: false);
}
