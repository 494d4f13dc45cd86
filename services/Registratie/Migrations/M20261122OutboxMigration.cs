using Draaiboek.Hosting.Databases;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Draaiboek.Registratie.Migrations;

[DbContext(typeof(RegistratieDbContext))]
[Migration("20261122000003_Outbox")]
internal sealed class M20261122OutboxMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SlimOutbox();
}
