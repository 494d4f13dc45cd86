using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Registratie.Migrations;

[DbContext(typeof(RegistratieDbContext))]
[Migration("20261122000020_Publicatie")]
internal sealed class M20261122PublicatieMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Publicaties",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                Nummer = table.Column<int>(nullable: false),
                Periode = table.Column<string>(nullable: false, maxLength: 6),
                Versie = table.Column<int>(nullable: false),
                Reden = table.Column<string>(nullable: true, maxLength: 40),
                Peildatum = table.Column<DateOnly>(nullable: false),
                VrijgegevenOp = table.Column<DateTime>(nullable: false),
                VrijgegevenDoor = table.Column<string>(nullable: false, maxLength: 200),
                Inhoud = table.Column<string>(nullable: false),
                Hash = table.Column<string>(nullable: false, maxLength: 64),
            },
            constraints: table => table.PrimaryKey("PK_Publicaties", row => row.Id));
        migrationBuilder.CreateIndex("IX_Publicaties_Nummer", "Publicaties", "Nummer", unique: true);
        migrationBuilder.CreateIndex("IX_Publicaties_Periode_Versie", "Publicaties", ["Periode", "Versie"], unique: true);
        migrationBuilder.CreateTable(
            "PublicatieLeden",
            table => new
            {
                PublicatieId = table.Column<Guid>(nullable: false),
                Soort = table.Column<string>(nullable: false, maxLength: 20),
                Eenheid = table.Column<Guid>(nullable: false),
                Proces = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_PublicatieLeden", row => new { row.PublicatieId, row.Soort, row.Eenheid }));
        migrationBuilder.CreateTable(
            "PublicatieCellen",
            table => new
            {
                PublicatieId = table.Column<Guid>(nullable: false),
                Sleutel = table.Column<string>(nullable: false, maxLength: 150),
                Waarde = table.Column<int>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_PublicatieCellen", row => new { row.PublicatieId, row.Sleutel }));
    }
}
