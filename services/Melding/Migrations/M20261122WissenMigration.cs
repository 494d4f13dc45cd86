using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Meldingen.Migrations;

[DbContext(typeof(MeldingDbContext))]
[Migration("20261122000013_Wissen")]
internal sealed class M20261122WissenMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateOnly>("GewistOp", "Meldingen", nullable: true);
        migrationBuilder.AddColumn<bool>("AssessmentGeeindigd", "Vervolgen", nullable: false, defaultValue: false);

        // Which keys are still to be destroyed is told by the ledger of erased keys alone.
        migrationBuilder.DropIndex("IX_Meldpuntgesprekken_LaatsteOp", "Meldpuntgesprekken");
        // In SQL, which both databases know: the tool would build the whole table anew on SQLite, and does not know how.
        migrationBuilder.Sql("ALTER TABLE \"Meldpuntgesprekken\" DROP COLUMN \"Gewist\"");
        migrationBuilder.CreateIndex("IX_Meldpuntgesprekken_LaatsteOp", "Meldpuntgesprekken", "LaatsteOp", filter: "\"Toestand\" <> 'Gesloten'");
    }
}
