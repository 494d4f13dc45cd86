using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000009_Invoer")]
internal sealed class M20261122InvoerMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<bool>("Ingevoerd", "Meldingen", nullable: false, defaultValue: false);
        migrationBuilder.CreateTable(
            "Invoerregels",
            table => new
            {
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Sleutel = table.Column<string>(nullable: false, maxLength: 64),
                Inhoud = table.Column<string>(nullable: false, maxLength: 64),
                MeldingId = table.Column<Guid>(nullable: false),
                IngevoerdOp = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Invoerregels", row => new { row.Centrum, row.Sleutel }));
    }
}
