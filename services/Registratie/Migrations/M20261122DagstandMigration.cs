using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Registratie.Migrations;

[DbContext(typeof(RegistratieDbContext))]
[Migration("20261122000050_Dagstand")]
internal sealed class M20261122DagstandMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Dagstanden",
            table => new
            {
                Dag = table.Column<DateOnly>(nullable: false),
                Stand = table.Column<long>(nullable: false),
                Laatste = table.Column<DateOnly>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Dagstanden", row => row.Dag));
        // The facts of before. What each day is about is not looked up: the last day of all is never too early.
        var laatste = migrationBuilder.IsNpgsql() ? "greatest" : "max";
        string Lees(string tabel, params string[] dagen)
            => $"SELECT \"Op\", {laatste}(\"Op\", {string.Join(", ", dagen.Select(dag => $"coalesce(\"{dag}\", \"Op\")"))}) AS \"Laatste\" FROM \"{tabel}\"";
        migrationBuilder.Sql(
            $"""
            INSERT INTO "Dagstanden" ("Dag", "Stand", "Laatste")
            SELECT "Op", 1, max(max("Laatste")) OVER () FROM (
                {Lees("Feiten", "GewijzigdOp")}
                UNION ALL {Lees("Vormingen", "GewijzigdOp")}
                UNION ALL {Lees("Achterstanden", "GewijzigdOp", "Tot")}) AS feit
            GROUP BY "Op"
            """);
        // Of months that are there already it was left open.
        migrationBuilder.Sql("UPDATE \"Maandstanden\" SET \"Laatste\" = (SELECT max(\"Laatste\") FROM \"Dagstanden\") WHERE \"Laatste\" = '9999-12-31'");
    }
}
