using System.Security.Cryptography;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Draaiboek.Hosting.Http;

/// <summary>
/// What surrounds every use case of a service: answers an unreadable body, runs the handler, keeps its answer for the Idempotency-Key,
/// and commits when it succeeded. A handler only decides and adds; it never saves.
/// </summary>
internal sealed class CommandFilter<TDb> : IEndpointFilter where TDb : ServiceDbContext
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var body = context.Arguments.OfType<IBody>().FirstOrDefault();
        var onlyAsks = HttpMethods.IsGet(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<OnlyAsks>() is not null;
        IdempotencyRow? kept = null;
        if (!onlyAsks && body is { Bytes.IsEmpty: false } && HttpMethods.IsPost(http.Request.Method) && !IsOpen(http) && IdempotencyKeys.IsGiven(http.Request))
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
            return kept is not null && await KnownAsync(db, kept, http.RequestAborted) is { } same && SameBody(same, kept) ? same.Replay() : refusal;
        }

        var transaction = http.RequestServices.GetRequiredService<WriteTransaction<TDb>>();
        if (onlyAsks)
        {
            return await ReadAsync(db, transaction, context, next);
        }

        if (context.Arguments.OfType<IPreparation>().FirstOrDefault() is { } preparation)
        {
            // Here it is worth the question whether it was done before.
            if (await ReplayAsync(db, kept, http.RequestAborted) is { } known)
            {
                return known;
            }

            await preparation.PrepareAsync(body, http.RequestAborted);
        }

        for (var again = false; ; again = true)
        {
            try
            {
                return await CommandAsync(db, transaction, kept, context, next);
            }
            catch (DbUpdateConcurrencyException)
            {
                return await ReplayAsync(db, kept, http.RequestAborted) ?? Problems.IntussenGewijzigd();
            }
            catch (DbUpdateException fault) when (DatabaseFaults.IsDuplicate(fault))
            {
                // Another request was first: with the same key, or with something that there can be only one of.
                if (await ReplayAsync(db, kept, http.RequestAborted) is { } replay)
                {
                    return replay;
                }

                if (again || kept is null || !await IdempotencyKeys.ForgetExpiredAsync(db, kept, http.RequestAborted))
                {
                    return Problems.Conflict("Iemand anders deed op hetzelfde ogenblik hetzelfde. Lees opnieuw hoe het er nu voor staat.");
                }
            }
        }
    }

    /// <summary>An answer is kept for somebody; whoever needs no token is nobody.</summary>
    private static bool IsOpen(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    /// <summary>
    /// Does what is asked and keeps the answer in the same save. That the key was used before shows when that save fails, or when the step does not fit any
    /// more: to ask first would cost every request a question that hardly any needs.
    /// </summary>
    private static async Task<IResult> CommandAsync(
        TDb db,
        WriteTransaction<TDb> transaction,
        IdempotencyRow? kept,
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next)
    {
        var subjects = EnvelopeEncryption.NoteNewSubjects();
        Outcome outcome;
        try
        {
            outcome = await transaction.RunAsync(
                async _ =>
                {
                    var outcome = await OutcomeAsync(context, next);
                    if (kept is not null && outcome.Succeeded)
                    {
                        kept.Keep(outcome);
                        db.AddRow(kept);
                    }

                    return outcome;
                },
                outcome => outcome.Succeeded,
                context.HttpContext.RequestAborted);
        }
        catch (DbUpdateException fault) when (fault is DbUpdateConcurrencyException || DatabaseFaults.IsDuplicate(fault))
        {
            await DestroyKeysAsync(context.HttpContext, db, transaction, subjects);
            throw;
        }

        if (outcome.Succeeded)
        {
            return outcome.ToResult();
        }

        await DestroyKeysAsync(context.HttpContext, db, transaction, subjects);
        return await ReplayAsync(db, kept, context.HttpContext.RequestAborted) ?? outcome.ToResult();
    }

    /// <summary>
    /// Writes down that the keys of what was certainly not saved are to be destroyed, as of what is erased. Of a save of which nobody knows how it ended they stay. With the
    /// day only: of some subjects nothing more may be known.
    /// </summary>
    private static async Task DestroyKeysAsync(HttpContext http, TDb db, WriteTransaction<TDb> transaction, IReadOnlyCollection<Guid> subjects)
    {
        if (subjects.Count > 0)
        {
            var op = http.RequestServices.GetRequiredService<TimeProvider>().Vandaag().AlsOgenblik();
            await transaction.RunAsync(
                _ =>
                {
                    db.ErasedKeys.AddRange(subjects.Select(id => new ErasedKeyRow { SubjectId = id, Op = op }));
                    return Task.CompletedTask;
                },
                CancellationToken.None);
        }
    }

    /// <summary>A read stands in nobody's way; only the line that it leaves in the audit trail is written, before the answer goes out.</summary>
    private static async Task<IResult> ReadAsync(TDb db, WriteTransaction<TDb> transaction, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var outcome = await OutcomeAsync(context, next);
        if (outcome.Succeeded && db.HasSomethingToSave)
        {
            await transaction.RunAsync(static _ => Task.CompletedTask, context.HttpContext.RequestAborted);
        }

        return outcome.ToResult();
    }

    private static async Task<Outcome> OutcomeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => await next(context) as Outcome ?? throw new InvalidOperationException("A use case answers with an Outcome.");

    /// <summary>What is to be answered because of an earlier request with the same key; null when there was none.</summary>
    private static async Task<IResult?> ReplayAsync(TDb db, IdempotencyRow? asked, CancellationToken cancellationToken)
        => asked is not null && await KnownAsync(db, asked, cancellationToken) is { } known ? Answer(known, asked) : null;

    private static IResult Answer(IdempotencyRow known, IdempotencyRow asked) => SameBody(known, asked) ? known.Replay() : Problems.AndereInhoud();

    private static bool SameBody(IdempotencyRow known, IdempotencyRow asked) => CryptographicOperations.FixedTimeEquals(known.Fingerprint, asked.Fingerprint);

    /// <summary>The answer that is kept for the key; null when there is none, or it is older than <see cref="IdempotencyRow.KeptFor"/>.</summary>
    private static async Task<IdempotencyRow?> KnownAsync(TDb db, IdempotencyRow asked, CancellationToken cancellationToken)
        => await db.Idempotency.AsNoTracking().SingleOrDefaultAsync(IdempotencyKeys.Same(asked), cancellationToken) is { } known && asked.Op - known.Op < IdempotencyRow.KeptFor
            ? known
            : null;
}
