using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Draaiboek.Hosting.Databases;

/// <summary>The tables of <see cref="ServiceDbContext"/>, created by the first migration of every service.</summary>
public static class HostingTables
{
    public static void CreateHostingTables(this MigrationBuilder migration)
    {
        migration.CreateTable(
            "Outbox",
            table => new
            {
                Volgnummer = table.Identity(),
                MessageId = table.Column<Guid>(nullable: false),
                CaseId = table.Column<Guid>(nullable: false),
                MessageType = table.Column<string>(nullable: false, maxLength: 120),
                Body = table.Column<string>(nullable: false),
                TraceParent = table.Column<string>(nullable: true, maxLength: 60),
                AangemaaktOp = table.Column<DateTime>(nullable: false),
                State = table.Column<string>(nullable: false, maxLength: 40),
                Attempts = table.Column<int>(nullable: false),
                NextAttemptOp = table.Column<DateTime>(nullable: true),
                LeaseId = table.Column<Guid>(nullable: true),
                LeaseUntil = table.Column<DateTime>(nullable: true),
                ReasonCode = table.Column<string>(nullable: true, maxLength: 60),
                VerzondenOp = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_Outbox", row => row.Volgnummer));
        migration.CreateIndex("IX_Outbox_MessageId", "Outbox", "MessageId", unique: true);
        migration.CreateIndex("IX_Outbox_State_Volgnummer", "Outbox", ["State", "Volgnummer"]);
        migration.CreateIndex("IX_Outbox_CaseId_Volgnummer", "Outbox", ["CaseId", "Volgnummer"]);

        migration.CreateTable(
            "Inbox",
            table => new
            {
                MessageId = table.Column<Guid>(nullable: false),
                Consumer = table.Column<string>(nullable: false, maxLength: 120),
                VerwerktOp = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Inbox", row => new { row.MessageId, row.Consumer }));

        migration.CreateTable(
            "Audit",
            table => new
            {
                Volgnummer = table.Identity(),
                Op = table.Column<DateTime>(nullable: false),
                Actie = table.Column<string>(nullable: false, maxLength: 60),
                OnderwerpId = table.Column<Guid>(nullable: true),
                Sub = table.Column<string>(nullable: false, maxLength: 200),
                VoId = table.Column<string>(nullable: true, maxLength: 200),
                OrgCode = table.Column<string>(nullable: true, maxLength: 60),
                TraceId = table.Column<string>(nullable: true, maxLength: 32),
            },
            constraints: table => table.PrimaryKey("PK_Audit", row => row.Volgnummer));
        migration.CreateIndex("IX_Audit_OnderwerpId", "Audit", "OnderwerpId");

        migration.CreateTable(
            "Idempotency",
            table => new
            {
                Organisatie = table.Column<string>(nullable: false, maxLength: 200),
                Route = table.Column<string>(nullable: false, maxLength: 300),
                Key = table.Column<string>(nullable: false, maxLength: 200),
                Fingerprint = table.Column<byte[]>(nullable: false),
                Op = table.Column<DateTime>(nullable: false),
                Status = table.Column<int>(nullable: false),
                Location = table.Column<string>(nullable: true, maxLength: 200),
                Versie = table.Column<int>(nullable: true),
                Body = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_Idempotency", row => new { row.Organisatie, row.Route, row.Key }));
        migration.CreateIndex("IX_Idempotency_Op", "Idempotency", "Op");

        migration.CreateTable(
            "Handelingen",
            table => new
            {
                Id = table.Column<Guid>(nullable: false),
                Soort = table.Column<string>(nullable: false, maxLength: 40),
                OnderwerpId = table.Column<Guid>(nullable: false),
                VoId = table.Column<string>(nullable: false, maxLength: 200),
                Rechtsgrond = table.Column<string>(nullable: false, maxLength: 40),
                Waarom = table.Column<byte[]>(nullable: false),
                Op = table.Column<DateOnly>(nullable: false),
                GeregistreerdOp = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Handelingen", row => row.Id));
        migration.CreateIndex("IX_Handelingen_OnderwerpId_Soort", "Handelingen", ["OnderwerpId", "Soort"]);

        migration.CreateTable(
            "ErasedKeys",
            table => new
            {
                SubjectId = table.Column<Guid>(nullable: false),
                Op = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_ErasedKeys", row => row.SubjectId));
    }

    /// <summary>What a bus between processes needs beside the first tables; the second migration of every service.</summary>
    public static void CreateParkedTable(this MigrationBuilder migration)
    {
        // A message may be sent to everybody, and later again to the one queue that could not deal with it.
        migration.AddColumn<string>("Queue", "Outbox", nullable: false, maxLength: 120, defaultValue: "");
        migration.DropIndex("IX_Outbox_MessageId", "Outbox");
        migration.CreateIndex("IX_Outbox_MessageId_Queue", "Outbox", ["MessageId", "Queue"], unique: true);

        migration.CreateTable(
            "Parked",
            table => new
            {
                Volgnummer = table.Identity(),
                MessageId = table.Column<Guid>(nullable: true),
                Queue = table.Column<string>(nullable: false, maxLength: 120),
                MessageType = table.Column<string>(nullable: true, maxLength: 120),
                Body = table.Column<string>(nullable: false),
                ReasonCode = table.Column<string>(nullable: false, maxLength: 60),
                GeparkeerdOp = table.Column<DateTime>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Parked", row => row.Volgnummer));
    }

    /// <summary>Makes a row of the outbox cheaper to write and to send: a message is written once and changed twice; the third migration of every service.</summary>
    public static void SlimOutbox(this MigrationBuilder migration)
    {
        // Nearly all rows are sent ones, and these nobody looks for.
        migration.DropIndex("IX_Outbox_State_Volgnummer", "Outbox");
        migration.CreateIndex("IX_Outbox_Volgnummer", "Outbox", "Volgnummer", filter: "\"State\" <> 'Sent'");
        migration.DropIndex("IX_Outbox_CaseId_Volgnummer", "Outbox");
        migration.CreateIndex("IX_Outbox_CaseId_Volgnummer", "Outbox", ["CaseId", "Volgnummer"], filter: "\"State\" = 'Pending'");
        if (migration.IsNpgsql())
        {
            // Room on the page for the leased row beside the row itself: then no index has to learn of it.
            migration.Sql("ALTER TABLE \"Outbox\" SET (fillfactor = 50)");
            // How many rows wait changes by the second. What the server once counted, mostly none, would make it walk all that wait for each one of them.
            migration.Sql("ALTER TABLE \"Outbox\" ALTER COLUMN \"State\" SET STATISTICS 0");
        }
    }

    /// <summary>A column that numbers itself; each database reads an annotation of its own.</summary>
    public static OperationBuilder<AddColumnOperation> Identity(this ColumnsBuilder table)
        => table.Column<long>(nullable: false)
            .Annotation("Sqlite:Autoincrement", true)
            .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);
}
