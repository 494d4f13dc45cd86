using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000041_AcuutSinds")]
internal sealed class M20261122AcuutSindsMigration : Migration
{
    // Of what was found to be acute later it is not known when: it counts from its registration, as it did.
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateTimeOffset>("AcuutSinds", "Meldingen", nullable: true);
        migrationBuilder.Sql("UPDATE \"Meldingen\" SET \"AcuutSinds\" = \"GeregistreerdOp\" WHERE \"Acuut\" = TRUE");
        migrationBuilder.DropIndex("IX_Meldingen_GeregistreerdOp_Id", "Meldingen");
        migrationBuilder.CreateIndex("IX_Meldingen_AcuutSinds_Id", "Meldingen", ["AcuutSinds", "Id"], filter: "\"Acuut\" = TRUE");
    }
}
