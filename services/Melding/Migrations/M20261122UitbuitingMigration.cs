using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000030_Uitbuiting")]
internal sealed class M20261122UitbuitingMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
        => migrationBuilder.CreateTable(
            "Uitbuitingen",
            table => new
            {
                MeldingId = table.Column<Guid>(nullable: false),
                Versie = table.Column<int>(nullable: false),
                Op = table.Column<DateOnly>(nullable: false),
                GewijzigdOp = table.Column<DateOnly>(nullable: true),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
                Door = table.Column<string>(nullable: false, maxLength: 200),
                Ingetrokken = table.Column<bool>(nullable: false),
                LinkTienerpooier = table.Column<string>(nullable: false, maxLength: 40),
                AantalVerdachten = table.Column<int>(nullable: true),
                AantalKlanten = table.Column<int>(nullable: true),
                Vormen = table.Column<string>(nullable: false, maxLength: 1000),
                Rekruteringskanaal = table.Column<string>(nullable: false, maxLength: 40),
                Middelen = table.Column<string>(nullable: false, maxLength: 1000),
                Chantage = table.Column<string>(nullable: false, maxLength: 40),
                Advertentiesite = table.Column<string>(nullable: false, maxLength: 40),
                Plaats = table.Column<string>(nullable: false, maxLength: 40),
                Provincie = table.Column<string>(nullable: false, maxLength: 40),
                Grensoverschrijdend = table.Column<string>(nullable: false, maxLength: 40),
            },
            constraints: table => table.PrimaryKey("PK_Uitbuitingen", row => new { row.MeldingId, row.Versie }));
}
