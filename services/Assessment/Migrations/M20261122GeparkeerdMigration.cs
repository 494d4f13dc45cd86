using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Assessments.Migrations;

[DbContext(typeof(AssessmentDbContext))]
[Migration("20261122000002_Geparkeerd")]
internal sealed class M20261122GeparkeerdMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateParkedTable();
}
