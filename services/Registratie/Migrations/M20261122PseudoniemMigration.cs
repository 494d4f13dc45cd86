using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Registratie.Migrations;

[DbContext(typeof(RegistratieDbContext))]
[Migration("20261122000004_Pseudoniem")]
internal sealed class M20261122PseudoniemMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("Pseudoniem", "Feiten", nullable: true);
        migrationBuilder.CreateTable(
            "Herhalingen",
            table => new
            {
                MeldingId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Pseudoniem = table.Column<Guid>(nullable: false),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Herhalingen", row => row.MeldingId));
    }
}
