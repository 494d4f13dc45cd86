using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Registratie.Migrations;

[DbContext(typeof(RegistratieDbContext))]
[Migration("20261122000030_Feitsoorten")]
internal sealed class M20261122FeitsoortenMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Of changes from before, what they were is not known: they stay facts, but no hand-over can be counted among them.
        migrationBuilder.AddColumn<string>("Wijziging", "Feiten", nullable: true, maxLength: 40);
        migrationBuilder.AddColumn<string>("Aanbod", "Feiten", nullable: true, maxLength: 40);
        migrationBuilder.AddColumn<bool>("AanbodAanvaard", "Feiten", nullable: true);
        migrationBuilder.AddColumn<string>("Doorverwijzing", "Feiten", nullable: true, maxLength: 40);
        migrationBuilder.AddColumn<string>("Ontvanger", "Feiten", nullable: true, maxLength: 40);
        migrationBuilder.AddColumn<string>("Rechtsgrond", "Feiten", nullable: true, maxLength: 40);
        migrationBuilder.AddColumn<string>("JuridischeStap", "Feiten", nullable: true, maxLength: 40);
        migrationBuilder.AddColumn<string>("Indiener", "Feiten", nullable: true, maxLength: 40);
        migrationBuilder.AddColumn<string>("Opname", "Feiten", nullable: true, maxLength: 40);
        migrationBuilder.CreateTable(
            "Vormingen",
            table => new
            {
                AggregaatId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                MeldingId = table.Column<Guid>(nullable: true),
                Stand = table.Column<string>(nullable: false, maxLength: 40),
                Op = table.Column<DateOnly>(nullable: false),
                GewijzigdOp = table.Column<DateOnly>(nullable: true),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Sector = table.Column<string>(nullable: false, maxLength: 40),
                Deelnemers = table.Column<string>(nullable: false, maxLength: 40),
                Interdisciplinair = table.Column<bool>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Vormingen", row => new { row.AggregaatId, row.Versie }));
        migrationBuilder.CreateTable(
            "Achterstanden",
            table => new
            {
                AggregaatId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Centrum = table.Column<string>(nullable: false, maxLength: 40),
                Oorzaak = table.Column<string>(nullable: false, maxLength: 40),
                Op = table.Column<DateOnly>(nullable: false),
                Tot = table.Column<DateOnly>(nullable: true),
                GewijzigdOp = table.Column<DateOnly>(nullable: true),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
                Ingetrokken = table.Column<bool>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Achterstanden", row => new { row.AggregaatId, row.Versie }));
    }
}
