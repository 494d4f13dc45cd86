using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Registratie.Migrations;

[DbContext(typeof(RegistratieDbContext))]
[Migration("20261122000035_Maandstand")]
internal sealed class M20261122MaandstandMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Maandstanden",
            table => new
            {
                Maand = table.Column<DateOnly>(nullable: false),
                Stand = table.Column<long>(nullable: false),
                Laatste = table.Column<DateOnly>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Maandstanden", row => row.Maand));
        migrationBuilder.CreateIndex("IX_Feiten_Pseudoniem", "Feiten", "Pseudoniem");
        migrationBuilder.CreateIndex("IX_Herhalingen_Pseudoniem", "Herhalingen", "Pseudoniem");
        // The facts of before. What their months are about is not looked up: the end of time is never too early.
        var (maand, altijd) = migrationBuilder.IsNpgsql()
            ? ("\"Op\" - (extract(day FROM \"Op\")::integer - 1)", "DATE '9999-12-31'")
            : ("date(\"Op\", 'start of month')", "'9999-12-31'");
        migrationBuilder.Sql(
            $"""
            INSERT INTO "Maandstanden" ("Maand", "Stand", "Laatste")
            SELECT {maand}, 1, {altijd} FROM "Feiten"
            UNION SELECT {maand}, 1, {altijd} FROM "Vormingen"
            UNION SELECT {maand}, 1, {altijd} FROM "Achterstanden"
            """);
    }
}
