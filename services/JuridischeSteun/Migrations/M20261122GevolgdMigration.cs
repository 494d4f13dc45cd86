using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.JuridischeSteun.Migrations;

[DbContext(typeof(JuridischeSteunDbContext))]
[Migration("20261122000004_Gevolgd")]
internal sealed class M20261122GevolgdMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
        => migrationBuilder.CreateTable(
            "GevolgdeMeldingen",
            table => new
            {
                MeldingId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_GevolgdeMeldingen", row => row.MeldingId));
}
