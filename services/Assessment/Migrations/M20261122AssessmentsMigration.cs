using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Assessments.Migrations;

[DbContext(typeof(AssessmentDbContext))]
[Migration("20261122000001_Assessments")]
internal sealed class M20261122AssessmentsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateHostingTables();
        migrationBuilder.CreateTable(
            "Assessments",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                MeldingId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Toestand = table.Column<string>(nullable: false, maxLength: 40),
                OntvangenOp = table.Column<DateOnly>(nullable: false),
                AangemaaktOp = table.Column<DateTime>(nullable: false),
                Acuut = table.Column<bool>(nullable: false),
                Volgorde = table.Column<long>(nullable: false),
                AantalGesprekken = table.Column<int>(nullable: false),
                LaatsteStapOp = table.Column<DateOnly>(nullable: true),
                RedenNietGestart = table.Column<string>(nullable: true, maxLength: 40),
                AdviesVersleuteld = table.Column<byte[]>(nullable: true),
                ToestemmingGegeven = table.Column<bool>(nullable: true),
                ToestemmingDoor = table.Column<string>(nullable: true, maxLength: 40),
                ToestemmingOp = table.Column<DateOnly>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_Assessments", row => row.Id));
        migrationBuilder.CreateIndex("IX_Assessments_MeldingId", "Assessments", "MeldingId", unique: true);
        migrationBuilder.CreateIndex("IX_Assessments_Centrum_Toestand_Volgorde_Id", "Assessments", ["Centrum", "Toestand", "Volgorde", "Id"]);

        migrationBuilder.CreateTable(
            "Stappen",
            table => new
            {
                AssessmentId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Soort = table.Column<string>(nullable: false, maxLength: 40),
                Op = table.Column<DateOnly>(nullable: false),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
                Door = table.Column<string>(nullable: false, maxLength: 200),
            },
            constraints: table => table.PrimaryKey("PK_Stappen", row => new { row.AssessmentId, row.Versie }));
    }
}
