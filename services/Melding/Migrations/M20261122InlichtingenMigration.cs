using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000008_Inlichtingen")]
internal sealed class M20261122InlichtingenMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Inlichtingen",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                MeldingId = table.Column<Guid>(nullable: false),
                Ontvanger = table.Column<string>(nullable: false, maxLength: 40),
                Rechtsgrond = table.Column<string>(nullable: false, maxLength: 40),
                Artikelen = table.Column<string>(nullable: false, maxLength: 40),
                Op = table.Column<DateOnly>(nullable: false),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
                Door = table.Column<string>(nullable: false, maxLength: 200),
                VerantwoordingVersleuteld = table.Column<byte[]>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Inlichtingen", row => row.Id));
        migrationBuilder.CreateIndex("IX_Inlichtingen_MeldingId", "Inlichtingen", "MeldingId");
        migrationBuilder.CreateTable(
            "ParketInlichtingen",
            table => new { Id = table.Column<Guid>(nullable: false) },
            constraints: table => table.PrimaryKey("PK_ParketInlichtingen", row => row.Id));
        migrationBuilder.CreateTable(
            "Noodtoegangen",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                MeldingId = table.Column<Guid>(nullable: false),
                VoId = table.Column<string>(nullable: false, maxLength: 200),
                VanOp = table.Column<DateTime>(nullable: false),
                TotOp = table.Column<DateTime>(nullable: false),
                RedenVersleuteld = table.Column<byte[]>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Noodtoegangen", row => row.Id));
        migrationBuilder.CreateIndex("IX_Noodtoegangen_MeldingId_VoId_TotOp", "Noodtoegangen", ["MeldingId", "VoId", "TotOp"]);
    }
}
