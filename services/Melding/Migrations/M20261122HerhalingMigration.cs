using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000006_Herhaling")]
internal sealed class M20261122HerhalingMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("JongereId", "Meldingen", nullable: true);
        migrationBuilder.AddColumn<int>("JongereVersie", "Meldingen", nullable: true);
        migrationBuilder.CreateIndex("IX_Meldingen_JongereId", "Meldingen", "JongereId");

        migrationBuilder.CreateTable(
            "Herhalingstokens",
            table => new
            {
                MeldingId = table.Column<Guid>(nullable: false),
                Soort = table.Column<string>(nullable: false, maxLength: 40),
                Token = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Herhalingstokens", row => new { row.MeldingId, row.Soort, row.Token }));
        migrationBuilder.CreateIndex("IX_Herhalingstokens_Token_MeldingId", "Herhalingstokens", ["Token", "MeldingId"]);

        migrationBuilder.CreateTable(
            "Herhalingsoordelen",
            table => new
            {
                EersteMeldingId = table.Column<Guid>(nullable: false),
                TweedeMeldingId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Oordeel = table.Column<string>(nullable: false, maxLength: 40),
                VanuitMeldingId = table.Column<Guid>(nullable: false),
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Door = table.Column<string>(nullable: false, maxLength: 200),
                Op = table.Column<DateTime>(nullable: false),
                RedenVersleuteld = table.Column<byte[]>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_Herhalingsoordelen", row => new { row.EersteMeldingId, row.TweedeMeldingId, row.Versie }));
        migrationBuilder.CreateIndex("IX_Herhalingsoordelen_TweedeMeldingId", "Herhalingsoordelen", "TweedeMeldingId");
    }
}
