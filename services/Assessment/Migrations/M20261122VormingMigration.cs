using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Assessments.Migrations;

[DbContext(typeof(AssessmentDbContext))]
[Migration("20261122000030_Vorming")]
internal sealed class M20261122VormingMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Achterstanden",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Oorzaak = table.Column<string>(nullable: false, maxLength: 40),
                Van = table.Column<DateOnly>(nullable: false),
                Tot = table.Column<DateOnly>(nullable: true),
                Ingetrokken = table.Column<bool>(nullable: false),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Achterstanden", row => row.Id));
        migrationBuilder.CreateIndex("IX_Achterstanden_Centrum_GeregistreerdOp_Id", "Achterstanden", ["Centrum", "GeregistreerdOp", "Id"]);
        migrationBuilder.CreateTable(
            "Vormingen",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Organisatie = table.Column<string>(nullable: false, maxLength: 10),
                MeldingId = table.Column<Guid>(nullable: true),
                Sector = table.Column<string>(nullable: false, maxLength: 40),
                Stand = table.Column<string>(nullable: false, maxLength: 40),
                Op = table.Column<DateOnly>(nullable: false),
                Deelnemers = table.Column<string>(nullable: false, maxLength: 40),
                Interdisciplinair = table.Column<bool>(nullable: false),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Vormingen", row => row.Id));
        migrationBuilder.CreateIndex("IX_Vormingen_Centrum_GeregistreerdOp_Id", "Vormingen", ["Centrum", "GeregistreerdOp", "Id"]);
    }
}
