using System.Security.Cryptography;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Http;

/// <summary>
/// What surrounds every use case of a service: answers an unreadable body, opens the transaction, honours the Idempotency-Key inside it,
/// runs the handler, and commits when it succeeded. A handler only decides and adds; it never saves.
/// </summary>
internal sealed class CommandFilter<TDb> : IEndpointFilter where TDb : ServiceDbContext
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var body = context.Arguments.OfType<IBody>().FirstOrDefault();
        IdempotencyRow? kept = null;
        if (body is { Bytes.IsEmpty: false } && HttpMethods.IsPost(http.Request.Method) && IdempotencyKeys.IsGiven(http.Request))
        {
            var services = http.RequestServices;
            kept = IdempotencyKeys.Read(http, Caller.From(http.User), body.Bytes, services.GetRequiredService<MasterKey>(), services.GetRequiredService<TimeProvider>());
            if (kept is null && body.Refusal is null)
            {
                return Problems.OngeldigeInvoer(new Dictionary<string, string[]>(StringComparer.Ordinal)
                {
                    ["Idempotency-Key"] = [$"moet één sleutel zijn van 1 tot {IdempotencyRow.MaxKeyLength} zichtbare ASCII-tekens"],
                });
            }
        }

        var db = http.RequestServices.GetRequiredService<TDb>();
        if (body?.Refusal is { } refusal)
        {
            // Rules look at the clock: what was accepted before midnight gets the same answer after it.
            return kept is not null && await KnownAsync(db, kept, http.RequestAborted) is { } known && SameBody(known, kept) ? known.Replay() : refusal;
        }

        var transaction = http.RequestServices.GetRequiredService<WriteTransaction<TDb>>();
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return await ReadAsync(db, transaction, context, next);
        }

        try
        {
            var (result, _) = await transaction.RunAsync(
                token => kept is null ? RunAsync(context, next) : RunOnceAsync(db, kept, context, next, token),
                answer => answer.Commit,
                http.RequestAborted);
            return result;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problems.IntussenGewijzigd();
        }
        catch (DbUpdateException fault) when (DatabaseFaults.IsDuplicate(fault))
        {
            // Another request was first at the same moment: with the same key, or with something that there can be only one of.
            return kept is not null && await KnownAsync(db, kept, http.RequestAborted) is { } first
                ? Answer(first, kept)
                : Problems.Conflict("Iemand anders deed op hetzelfde ogenblik hetzelfde. Lees opnieuw hoe het er nu voor staat.");
        }
    }

    /// <summary>A read stands in nobody's way; only the line that it leaves in the audit trail is written, before the answer goes out.</summary>
    private static async Task<IResult> ReadAsync(TDb db, WriteTransaction<TDb> transaction, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var outcome = await OutcomeAsync(context, next);
        if (outcome.Succeeded && db.ChangeTracker.HasChanges())
        {
            await transaction.RunAsync(static _ => Task.CompletedTask, context.HttpContext.RequestAborted);
        }

        return outcome.ToResult();
    }

    private static async Task<(IResult Result, bool Commit)> RunAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var outcome = await OutcomeAsync(context, next);
        return (outcome.ToResult(), outcome.Succeeded);
    }

    private static async Task<(IResult Result, bool Commit)> RunOnceAsync(
        TDb db,
        IdempotencyRow asked,
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next,
        CancellationToken cancellationToken)
    {
        // Written first: on a database with concurrent writers the second request waits here for the first to commit.
        if (!await IdempotencyKeys.TryTakeAsync(db, asked, cancellationToken))
        {
            var known = await db.Idempotency.AsNoTracking().SingleAsync(SameKey(asked), cancellationToken);
            return (Answer(known, asked), false);
        }

        db.Idempotency.Attach(asked);
        var outcome = await OutcomeAsync(context, next);
        if (outcome.Succeeded)
        {
            asked.Keep(outcome);
        }

        return (outcome.ToResult(), outcome.Succeeded);
    }

    private static async Task<Outcome> OutcomeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => await next(context) as Outcome ?? throw new InvalidOperationException("A use case answers with an Outcome.");

    private static IResult Answer(IdempotencyRow known, IdempotencyRow asked) => SameBody(known, asked) ? known.Replay() : Problems.AndereInhoud();

    private static bool SameBody(IdempotencyRow known, IdempotencyRow asked) => CryptographicOperations.FixedTimeEquals(known.Fingerprint, asked.Fingerprint);

    /// <summary>The answer that is kept for the key; null when there is none, or it is older than <see cref="IdempotencyRow.KeptFor"/>.</summary>
    private static async Task<IdempotencyRow?> KnownAsync(TDb db, IdempotencyRow asked, CancellationToken cancellationToken)
        => await db.Idempotency.AsNoTracking().SingleOrDefaultAsync(SameKey(asked), cancellationToken) is { } known && asked.Op - known.Op < IdempotencyRow.KeptFor
            ? known
            : null;

    private static System.Linq.Expressions.Expression<Func<IdempotencyRow, bool>> SameKey(IdempotencyRow asked)
        => row => row.Organisatie == asked.Organisatie && row.Route == asked.Route && row.Key == asked.Key;
}
