using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Registratie.Migrations;

[DbContext(typeof(RegistratieDbContext))]
[Migration("20261122000005_Wijzigingen")]
internal sealed class M20261122WijzigingenMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateOnly>("GewijzigdOp", "Feiten", nullable: true);
        migrationBuilder.AddColumn<bool>("Ingetrokken", "Feiten", nullable: true);
    }
}
