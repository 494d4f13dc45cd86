using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Identity;
using Draaiboek.Hosting.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Hosting.Http;

/// <summary>An answer kept for its Idempotency-Key. Holds no personal data: of the question only a keyed fingerprint.</summary>
public sealed class IdempotencyRow
{
    public const int MaxKeyLength = 200;

    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    public required string Organisatie { get; init; }

    public required string Route { get; init; }

    public required string Key { get; init; }

    /// <summary>HMAC over the body: a plain hash of a form with few unknowns could be guessed back.</summary>
    public required byte[] Fingerprint { get; init; }

    public required DateTimeOffset Op { get; init; }

    public int Status { get; set; }

    public string? Location { get; set; }

    public int? Versie { get; set; }

    public string? Body { get; set; }

    internal void Keep(Outcome outcome)
    {
        var (status, location, body, versie) = outcome switch
        {
            Outcome.Created created => (StatusCodes.Status201Created, created.Location, created.Body, (int?)created.Versie),
            Outcome.Ok ok => (StatusCodes.Status200OK, null, ok.Body, ok.Versie),
            _ => throw new InvalidOperationException("Only an answer that was committed is kept."),
        };
        Status = status;
        Location = location;
        Versie = versie;
        Body = JsonSerializer.Serialize(body, body.GetType(), ApiJson.Options);
    }

    internal IResult Replay()
        => new ReplayedResult(new VersionedResult(Status, JsonDocument.Parse(Body ?? "null").RootElement, Versie, Location));

    private sealed class ReplayedResult(VersionedResult kept) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers["Idempotency-Replayed"] = "true";
            return kept.ExecuteAsync(httpContext);
        }
    }
}

/// <summary>The key under which this request's answer is kept, per organisation and route.</summary>
internal static class IdempotencyKeys
{
    private const string Header = "Idempotency-Key";

    /// <summary>Clears an answer away that has had its time before <see cref="Housekeeping{TDb}"/> came by.</summary>
    /// <returns>False when there was none.</returns>
    public static async Task<bool> ForgetExpiredAsync(ServiceDbContext db, IdempotencyRow asked, CancellationToken cancellationToken)
    {
        var expired = asked.Op - IdempotencyRow.KeptFor;
        return await db.Idempotency.Where(Same(asked)).Where(row => row.Op <= expired).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    public static Expression<Func<IdempotencyRow, bool>> Same(IdempotencyRow asked)
        => row => row.Organisatie == asked.Organisatie && row.Route == asked.Route && row.Key == asked.Key;

    public static bool IsGiven(HttpRequest request) => request.Headers.ContainsKey(Header);

    /// <summary>Null when the header is not one key of printable ASCII.</summary>
    public static IdempotencyRow? Read(HttpContext context, Caller caller, ReadOnlyMemory<byte> body, MasterKey master, TimeProvider time)
    {
        var values = context.Request.Headers[Header];
        if (values is not [{ Length: > 0 and <= IdempotencyRow.MaxKeyLength } key] || !key.All(c => c is > ' ' and < '\x7f'))
        {
            return null;
        }

        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? context.Request.Path;
        // The object in the route is part of what is asked: the same key for another dossier is another question.
        var ids = string.Join(',', context.Request.RouteValues.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));
        return new IdempotencyRow
        {
            Organisatie = caller.OrgCode ?? caller.Sub,
            Route = $"{context.Request.Method} {route} {ids}".TrimEnd(),
            // Not as it came: a client may well make its keys out of a name.
            Key = Convert.ToHexStringLower(HMACSHA256.HashData(master.Derive("idempotency-key"), Encoding.ASCII.GetBytes(key))),
            Fingerprint = HMACSHA256.HashData(master.Derive("idempotency"), body.Span),
            Op = time.GetUtcNow(),
        };
    }
}
