using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000001_Meldingen")]
internal sealed class M20261122MeldingenMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateHostingTables();
        migrationBuilder.CreateTable(
            "Meldingen",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Toestand = table.Column<string>(nullable: false, maxLength: 40),
                Soort = table.Column<string>(nullable: false, maxLength: 40),
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Kanaal = table.Column<string>(nullable: false, maxLength: 40),
                Organisatie = table.Column<string>(nullable: false, maxLength: 10),
                Sector = table.Column<string>(nullable: false, maxLength: 40),
                OntvangenOp = table.Column<DateOnly>(nullable: false),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
                Acuut = table.Column<bool>(nullable: false),
                Leeftijdsklasse = table.Column<string>(nullable: true, maxLength: 40),
                Geslacht = table.Column<string>(nullable: true, maxLength: 40),
                Provincie = table.Column<string>(nullable: true, maxLength: 40),
                Verblijf = table.Column<string>(nullable: true, maxLength: 40),
                LinkTienerpooier = table.Column<string>(nullable: true, maxLength: 40),
                Rekruteringskanaal = table.Column<string>(nullable: true, maxLength: 40),
                AantalKeerWeggelopen = table.Column<int>(nullable: true),
                ConsulentBetrokken = table.Column<bool>(nullable: true),
                ConsulentDienst = table.Column<string>(nullable: true, maxLength: 40),
                ConsulentAfgesproken = table.Column<bool>(nullable: true),
                Signalen = table.Column<string>(nullable: false, maxLength: 1000),
                ContactpersoonVersleuteld = table.Column<byte[]>(nullable: false),
                JongereVersleuteld = table.Column<byte[]>(nullable: true),
                OmschrijvingVersleuteld = table.Column<byte[]>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Meldingen", row => row.Id));
        migrationBuilder.CreateIndex("IX_Meldingen_Organisatie_GeregistreerdOp_Id", "Meldingen", ["Organisatie", "GeregistreerdOp", "Id"]);
        migrationBuilder.CreateIndex("IX_Meldingen_Centrum_GeregistreerdOp_Id", "Meldingen", ["Centrum", "GeregistreerdOp", "Id"]);
    }
}
