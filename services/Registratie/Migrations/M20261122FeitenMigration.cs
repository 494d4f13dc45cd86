using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Registratie.Migrations;

[DbContext(typeof(RegistratieDbContext))]
[Migration("20261122000001_Feiten")]
internal sealed class M20261122FeitenMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateHostingTables();
        migrationBuilder.CreateTable(
            "Feiten",
            table => new
            {
                AggregaatId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Soort = table.Column<string>(nullable: false, maxLength: 40),
                MeldingId = table.Column<Guid>(nullable: false),
                Op = table.Column<DateOnly>(nullable: false),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
                SoortVraag = table.Column<string>(nullable: true, maxLength: 40),
                Centrum = table.Column<string>(nullable: true, maxLength: 40),
                Kanaal = table.Column<string>(nullable: true, maxLength: 40),
                Sector = table.Column<string>(nullable: true, maxLength: 40),
                Acuut = table.Column<bool>(nullable: true),
                Leeftijdsklasse = table.Column<string>(nullable: true, maxLength: 40),
                Geslacht = table.Column<string>(nullable: true, maxLength: 40),
                Provincie = table.Column<string>(nullable: true, maxLength: 40),
                Verblijf = table.Column<string>(nullable: true, maxLength: 40),
                LinkTienerpooier = table.Column<string>(nullable: true, maxLength: 40),
                Rekruteringskanaal = table.Column<string>(nullable: true, maxLength: 40),
                AantalKeerWeggelopen = table.Column<int>(nullable: true),
                ConsulentBetrokken = table.Column<bool>(nullable: true),
                AantalSignalen = table.Column<int>(nullable: true),
                OokEersteAssessmentgesprek = table.Column<bool>(nullable: true),
                ToestemmingGegeven = table.Column<bool>(nullable: true),
                RedenNietGestart = table.Column<string>(nullable: true, maxLength: 40),
                Aanleiding = table.Column<string>(nullable: true, maxLength: 40),
            },
            constraints: table => table.PrimaryKey("PK_Feiten", row => new { row.AggregaatId, row.Versie }));
        migrationBuilder.CreateIndex("IX_Feiten_Soort_Op", "Feiten", ["Soort", "Op"]);
        migrationBuilder.CreateIndex("IX_Feiten_MeldingId", "Feiten", "MeldingId");
    }
}
