using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000040_AcuutVanVroeger")]
internal sealed class M20261122AcuutVanVroegerMigration : Migration
{
    // What was loaded before alarmed nobody so far; what of it was found to be acute since is not known, and stays as it was.
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<bool>("AcuutVanVroeger", "Meldingen", nullable: false, defaultValue: false);
        migrationBuilder.Sql("UPDATE \"Meldingen\" SET \"AcuutVanVroeger\" = \"Ingevoerd\" AND \"Acuut\"");
    }
}
