using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000005_Meldpunt")]
internal sealed class M20261122MeldpuntMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Meldpuntgesprekken",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Toestand = table.Column<string>(nullable: false, maxLength: 40),
                ZelfJongere = table.Column<string>(nullable: true, maxLength: 40),
                GeopendOp = table.Column<DateOnly>(nullable: false),
                LaatsteOp = table.Column<DateOnly>(nullable: false),
                Volgorde = table.Column<long>(nullable: false),
                AantalBerichten = table.Column<int>(nullable: false),
                AantalAntwoorden = table.Column<int>(nullable: false),
                CodeKenmerk = table.Column<byte[]>(nullable: true),
                CodeZout = table.Column<byte[]>(nullable: true),
                CodeHash = table.Column<byte[]>(nullable: true),
                GeslotenOp = table.Column<DateOnly>(nullable: true),
                RedenSluiting = table.Column<string>(nullable: true, maxLength: 40),
                Gewist = table.Column<bool>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Meldpuntgesprekken", row => row.Id));
        migrationBuilder.CreateIndex("IX_Meldpuntgesprekken_CodeKenmerk", "Meldpuntgesprekken", "CodeKenmerk", unique: true);
        migrationBuilder.CreateIndex("IX_Meldpuntgesprekken_Centrum_Volgorde_Id", "Meldpuntgesprekken", ["Centrum", "Volgorde", "Id"]);
        migrationBuilder.CreateIndex("IX_Meldpuntgesprekken_LaatsteOp", "Meldpuntgesprekken", "LaatsteOp", filter: "\"Gewist\" = FALSE");

        migrationBuilder.CreateTable(
            "Meldpuntberichten",
            table => new
            {
                GesprekId = table.Column<Guid>(nullable: false),
                Nummer = table.Column<int>(nullable: false),
                Van = table.Column<string>(nullable: false, maxLength: 40),
                Op = table.Column<DateOnly>(nullable: false),
                TekstVersleuteld = table.Column<byte[]>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Meldpuntberichten", row => new { row.GesprekId, row.Nummer }));
    }
}
