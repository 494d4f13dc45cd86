using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000007_Levensloop")]
internal sealed class M20261122LevensloopMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("VervolgOp", "Meldingen", nullable: true);
        migrationBuilder.AddColumn<string>("OverdrachtNaar", "Meldingen", nullable: true, maxLength: 40);
        migrationBuilder.CreateIndex("IX_Meldingen_OverdrachtNaar", "Meldingen", "OverdrachtNaar", filter: "\"OverdrachtNaar\" IS NOT NULL");
        migrationBuilder.CreateTable(
            "Stappen",
            table => new
            {
                MeldingId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Soort = table.Column<string>(nullable: false, maxLength: 40),
                Op = table.Column<DateOnly>(nullable: false),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
                Door = table.Column<string>(nullable: false, maxLength: 200),
                Reden = table.Column<string>(nullable: true, maxLength: 40),
                SoortVoordien = table.Column<string>(nullable: true, maxLength: 40),
                TekstVersleuteld = table.Column<byte[]>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_Stappen", row => new { row.MeldingId, row.Versie }));
        migrationBuilder.CreateTable(
            "Vervolgen",
            table => new
            {
                MeldingId = table.Column<Guid>(nullable: false),
                AssessmentBegonnen = table.Column<bool>(nullable: false),
                DossierGeopend = table.Column<bool>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Vervolgen", row => row.MeldingId));
        migrationBuilder.CreateTable(
            "Aanbod",
            table => new
            {
                MeldingId = table.Column<Guid>(nullable: false),
                Soort = table.Column<string>(nullable: false, maxLength: 40),
                Stand = table.Column<string>(nullable: false, maxLength: 40),
            },
            constraints: table => table.PrimaryKey("PK_Aanbod", row => new { row.MeldingId, row.Soort }));
    }
}
