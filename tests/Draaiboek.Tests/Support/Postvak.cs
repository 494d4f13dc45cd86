using System.Text.Json;
using Draaiboek.Assessments;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Messaging;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Tests.Support;

/// <summary>Looks in the outboxes of the services, and writes in them what a fault would leave there.</summary>
internal static class Postvak
{
    public static readonly IReadOnlyDictionary<string, Type> Databases = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        [MeldingService.Name] = typeof(MeldingDbContext),
        [AssessmentService.Name] = typeof(AssessmentDbContext),
        [JuridischeSteunService.Name] = typeof(JuridischeSteunDbContext),
        [RegistratieService.Name] = typeof(RegistratieDbContext),
    };

    private static readonly Dictionary<string, Type> Berichten = MessageCatalog.All.ToDictionary(MessageCatalog.UrnOf, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Diensten { get; } = [.. Databases.Keys];

    /// <summary>Looks in the database of a service at what every service has.</summary>
    public static async Task<T> KijkAsync<T>(this ServicesFixture services, string service, Func<ServiceDbContext, Task<T>> look)
    {
        await using var scope = services.Services(service).CreateAsyncScope();
        return await look((ServiceDbContext)scope.ServiceProvider.GetRequiredService(Databases[service]));
    }

    public static Task<int> SqlAsync(this ServicesFixture services, string service, string sql)
        => services.KijkAsync(service, db => db.Database.ExecuteSqlRawAsync(sql));

    /// <summary>With parameters, which each database takes in its own form.</summary>
    public static Task<int> VoerUitAsync(this ServicesFixture services, string service, FormattableString sql)
        => services.KijkAsync(service, db => db.Database.ExecuteSqlAsync(sql));

    public static Task<List<OutboxRow>> OutboxAsync(this ServicesFixture services, string service)
        => services.KijkAsync(service, db => db.Outbox.AsNoTracking().OrderBy(row => row.Volgnummer).ToListAsync());

    /// <summary>What Melding told of this melding, each message by its address.</summary>
    public static async Task<IEnumerable<string>> BerichtenOverAsync(this ServicesFixture services, Guid melding)
        => (await services.OutboxAsync(MeldingService.Name)).Where(row => row.CaseId == melding).Select(row => row.MessageType[(row.MessageType.LastIndexOf(':') + 1)..]).Order(StringComparer.Ordinal);

    /// <summary>Writes rows in the outbox as a service does with its change; the dispatcher finds them by itself.</summary>
    public static Task SchrijfAsync(this ServicesFixture services, string service, params OutboxRow[] rows)
        => services.KijkAsync(service, async db =>
        {
            db.Outbox.AddRange(rows);
            return await db.SaveChangesAsync();
        });

    /// <summary>The message as a row that is still to be sent.</summary>
    public static OutboxRow AlsRij(this object bericht, Guid zaak) => new()
    {
        MessageId = Guid.CreateVersion7(),
        CaseId = zaak,
        MessageType = MessageCatalog.UrnOf(bericht.GetType()),
        Body = JsonSerializer.Serialize(bericht, bericht.GetType(), MessageCatalog.Json),
        AangemaaktOp = DateTimeOffset.UtcNow,
    };

    /// <summary>Waits until no service has anything left to send, and all who listen have dealt with what was sent.</summary>
    public static Task VerzondenAsync(this ServicesFixture services, int seconds = 60)
        => ServicesFixture.EventuallyAsync(
            "every outbox empty and every message dealt with",
            async () =>
            {
                foreach (var dienst in Diensten)
                {
                    if (await services.KijkAsync(dienst, db => db.Outbox.AnyAsync(row => row.State == OutboxState.Pending)))
                    {
                        return false;
                    }
                }

                // A broker has taken over what was sent; that is not yet what comes of it.
                return await services.AllesVerwerktAsync();
            },
            seconds);

    /// <summary>
    /// First what came in, everywhere, then what has to go out. What a message makes a service send is written down together with the line in its inbox, so it is seen here too: were
    /// it the other way round, what somebody wrote down in between would be missed.
    /// </summary>
    private static async Task<bool> AllesVerwerktAsync(this ServicesFixture services)
    {
        var inboxen = new Dictionary<string, HashSet<(Guid, string)>>(StringComparer.Ordinal);
        foreach (var dienst in Diensten)
        {
            var rijen = await services.KijkAsync(dienst, db => db.Inbox.AsNoTracking().Select(row => new { row.MessageId, row.Consumer }).ToListAsync());
            inboxen[dienst] = [.. rijen.Select(row => (row.MessageId, row.Consumer))];
        }

        foreach (var dienst in Diensten)
        {
            var uit = await services.KijkAsync(
                dienst, db => db.Outbox.AsNoTracking().Where(row => row.State != OutboxState.Parked).Select(row => new { row.MessageId, row.MessageType, row.State }).ToListAsync());
            if (uit.Exists(row => row.State == OutboxState.Pending || Luisteraars.Van(Berichten[row.MessageType]).Any(wie => !inboxen[wie.Dienst].Contains((row.MessageId, wie.Consumer)))))
            {
                return false;
            }
        }

        return true;
    }
}
