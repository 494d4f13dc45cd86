using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000010_Bijlagen")]
internal sealed class M20261122BijlagenMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Bijlagen",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                MeldingId = table.Column<Guid>(nullable: false),
                Type = table.Column<string>(nullable: false, maxLength: 40),
                Grootte = table.Column<int>(nullable: false),
                ToegevoegdOp = table.Column<DateOnly>(nullable: false),
                ToegevoegdDoor = table.Column<string>(nullable: false, maxLength: 200),
                GegevensVersleuteld = table.Column<byte[]>(nullable: true),
                VerwijderdOp = table.Column<DateOnly>(nullable: true),
                VerwijderdDoor = table.Column<string>(nullable: true, maxLength: 200),
            },
            constraints: table => table.PrimaryKey("PK_Bijlagen", row => row.Id));
        migrationBuilder.CreateIndex("IX_Bijlagen_MeldingId", "Bijlagen", "MeldingId");

        migrationBuilder.CreateTable(
            "Bijlagedelen",
            table => new
            {
                BijlageId = table.Column<Guid>(nullable: false),
                Nummer = table.Column<int>(nullable: false),
                InhoudVersleuteld = table.Column<byte[]>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Bijlagedelen", row => new { row.BijlageId, row.Nummer }));
    }
}
