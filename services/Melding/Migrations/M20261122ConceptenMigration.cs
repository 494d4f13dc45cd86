using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000011_Concepten")]
internal sealed class M20261122ConceptenMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Concepten",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Eigenaar = table.Column<string>(nullable: false, maxLength: 40),
                BegonnenOp = table.Column<DateTime>(nullable: false),
                GewijzigdOp = table.Column<DateOnly>(nullable: false),
                Soort = table.Column<string>(nullable: true, maxLength: 40),
                InhoudVersleuteld = table.Column<byte[]>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Concepten", row => row.Id));
        migrationBuilder.CreateIndex("IX_Concepten_Eigenaar_BegonnenOp_Id", "Concepten", ["Eigenaar", "BegonnenOp", "Id"]);
        migrationBuilder.CreateIndex("IX_Concepten_GewijzigdOp", "Concepten", "GewijzigdOp");
    }
}
