using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Draaiboek.Hosting.Http;

/// <summary>
/// Everything that can come of a use case, as a closed set: an exception means a bug, never a refusal.
/// Only <see cref="Created"/>, <see cref="Ok"/>, <see cref="Download"/> and <see cref="Document"/> keep what the handler did.
/// </summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    public bool Succeeded => this is Created or Ok or Download or Document;

    /// <summary>201. The body of a creating POST is kept for its Idempotency-Key, so it holds no personal data.</summary>
    public sealed record Created(string Location, object Body, int Versie) : Outcome;

    /// <summary>200, with an ETag when the answer has a version.</summary>
    public sealed record Ok(object Body, int? Versie = null) : Outcome;

    /// <summary>200 with a file that somebody else made: only ever to be kept, never to be shown by a browser as a page of ours.</summary>
    /// <param name="FileName">As the caller's system may call it.</param>
    /// <param name="Length">Its length in bytes.</param>
    /// <param name="WriteAsync">Writes all of it; what it throws after the first byte breaks the connection.</param>
    public sealed record Download(string FileName, long Length, Func<Stream, CancellationToken, Task> WriteAsync) : Outcome;

    /// <summary>200 with a file that the platform itself made, or 304 for who has it already. To be kept by whoever may read it, and by no cache in between.</summary>
    /// <param name="MediaType">With the charset, when it is text.</param>
    /// <param name="FileName">As the caller's system may call it.</param>
    /// <param name="Tag">Changes with the content; visible ASCII without quotes.</param>
    public sealed record Document(string MediaType, string FileName, byte[] Content, string Tag) : Outcome;

    /// <summary>304: the caller has this version already.</summary>
    public sealed record NotModified(int Versie) : Outcome;

    /// <summary>404: it does not exist, or the caller may not know that it does.</summary>
    /// <param name="Detail">A Dutch sentence of its own, where the usual one is of no help to whoever asks.</param>
    public sealed record NotFound(string? Detail = null) : Outcome;

    /// <summary>400, field by field.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : Outcome
    {
        public Invalid(string field, string message) : this(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] })
        {
        }
    }

    /// <summary>409: the step does not fit the state.</summary>
    public sealed record StapNietToegelaten(string Toestand, IReadOnlyList<string> ToegelatenStappen) : Outcome;

    /// <summary>409 for another reason, in one Dutch sentence without personal data.</summary>
    public sealed record Conflict(string Detail) : Outcome;

    /// <summary>412: changed since the caller read it.</summary>
    public sealed record Stale : Outcome;

    /// <summary>428: an update must say which version it changes.</summary>
    public sealed record VersieVereist : Outcome;

    /// <summary>How it is answered. For what refuses before a handler runs; what a handler gives, the command filter answers.</summary>
    public IResult ToResult() => this switch
    {
        Created created => new VersionedResult(StatusCodes.Status201Created, created.Body, created.Versie, created.Location),
        Ok ok => new VersionedResult(StatusCodes.Status200OK, ok.Body, ok.Versie, null),
        Download file => new DownloadResult(file),
        Document file => new DocumentResult(file),
        NotFound missing => Problems.NietGevonden(missing.Detail),
        NotModified same => new NotModifiedResult(same.Versie),
        Invalid invalid => Problems.OngeldigeInvoer(invalid.Errors),
        StapNietToegelaten step => Problems.StapNietToegelaten(step),
        Conflict conflict => Problems.Conflict(conflict.Detail),
        Stale => Problems.IntussenGewijzigd(),
        VersieVereist => Problems.VersieVereist(),
        _ => throw new InvalidOperationException($"No answer for {GetType().Name}."),
    };
}

/// <summary>A version and nothing else.</summary>
internal sealed class NotModifiedResult(int versie) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        httpContext.Response.Headers.ETag = ETags.Of(versie);
        return Task.CompletedTask;
    }
}

/// <summary>A file, with every header that keeps a browser from taking it for anything else.</summary>
internal sealed class DownloadResult(Outcome.Download file) : IResult
{
    public const string MediaType = "application/octet-stream";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.FileName);
        response.ContentType = MediaType;
        response.ContentLength = file.Length;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return file.WriteAsync(response.Body, httpContext.RequestAborted);
    }
}

/// <summary>A file of our own. A picture is shown where a page asks for it, and as a page of its own it may do nothing.</summary>
internal sealed class DocumentResult(Outcome.Document file) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ETag = $"\"{file.Tag}\"";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        if (httpContext.Request.HasTag(file.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.FileName);
        response.ContentType = file.MediaType;
        response.ContentLength = file.Content.Length;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return response.Body.WriteAsync(file.Content, httpContext.RequestAborted).AsTask();
    }
}

/// <summary>JSON with the headers that go with a version.</summary>
internal sealed class VersionedResult(int status, object body, int? versie, string? location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (versie is { } number)
        {
            response.Headers.ETag = ETags.Of(number);
        }

        if (location is not null)
        {
            response.Headers.Location = location;
        }

        return response.WriteAsJsonAsync(body, body.GetType(), ApiJson.Options, contentType: null, httpContext.RequestAborted);
    }
}
