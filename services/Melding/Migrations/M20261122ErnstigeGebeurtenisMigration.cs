using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000012_ErnstigeGebeurtenis")]
internal sealed class M20261122ErnstigeGebeurtenisMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "ErnstigeGebeurtenissen",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                Soort = table.Column<string>(nullable: false, maxLength: 40),
                Wijze = table.Column<string>(nullable: false, maxLength: 40),
                DoorCentrum = table.Column<string>(nullable: true, maxLength: 40),
            },
            constraints: table => table.PrimaryKey("PK_ErnstigeGebeurtenissen", row => row.Id));
        // Of the acute ones only: which of these nobody touched is asked with every list (M8).
        migrationBuilder.CreateIndex("IX_Meldingen_GeregistreerdOp_Id", "Meldingen", ["GeregistreerdOp", "Id"], filter: "\"Acuut\" = TRUE");
    }
}
