using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.JuridischeSteun.Migrations;

[DbContext(typeof(JuridischeSteunDbContext))]
[Migration("20261122000001_Dossiers")]
internal sealed class M20261122DossiersMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateHostingTables();
        migrationBuilder.CreateTable(
            "Aanleidingen",
            table => new
            {
                MeldingId = table.Column<Guid>(nullable: false),
                Soort = table.Column<string>(nullable: false, maxLength: 40),
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Op = table.Column<DateOnly>(nullable: false),
                Volgorde = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Aanleidingen", row => new { row.MeldingId, row.Soort }));
        migrationBuilder.CreateIndex("IX_Aanleidingen_Centrum_Volgorde_MeldingId", "Aanleidingen", ["Centrum", "Volgorde", "MeldingId"]);

        migrationBuilder.CreateTable(
            "Dossiers",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                MeldingId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Aanleiding = table.Column<string>(nullable: false, maxLength: 40),
                Toestand = table.Column<string>(nullable: false, maxLength: 40),
                GeopendOp = table.Column<DateOnly>(nullable: false),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
                GeopendDoor = table.Column<string>(nullable: false, maxLength: 200),
                ToestemmingDoor = table.Column<string>(nullable: false, maxLength: 40),
            },
            constraints: table => table.PrimaryKey("PK_Dossiers", row => row.Id));
        migrationBuilder.CreateIndex("IX_Dossiers_MeldingId", "Dossiers", "MeldingId", unique: true);
        migrationBuilder.CreateIndex("IX_Dossiers_Centrum_GeregistreerdOp_Id", "Dossiers", ["Centrum", "GeregistreerdOp", "Id"]);
    }
}
