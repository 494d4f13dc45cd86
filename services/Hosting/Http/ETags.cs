using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Draaiboek.Hosting.Http;

/// <summary>The version of what was read, as a strong ETag, and the version that an update says it changes.</summary>
public static class ETags
{
    public static string Of(int versie) => string.Create(CultureInfo.InvariantCulture, $"\"{versie}\"");

    /// <summary>Whether the caller says in <c>If-None-Match</c> to have that version already. A proxy may have weakened the tag: of what is read, that makes no difference.</summary>
    public static bool HasVersion(this HttpRequest request, int versie) => request.Has(Of(versie));

    /// <summary>As <see cref="HasVersion"/>, of what has a tag of its content.</summary>
    internal static bool HasTag(this HttpRequest request, string tag) => request.Has($"\"{tag}\"");

    private static bool Has(this HttpRequest request, string etag)
        => request.Headers.IfNoneMatch
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Any(known => known == "*" || known == etag || known == "W/" + etag);

    /// <summary>Null when this request may change version <paramref name="versie"/>; otherwise why not. An update needs <c>If-Match</c>.</summary>
    public static Outcome? CheckIfMatch(this HttpRequest request, int versie)
    {
        var ifMatch = request.Headers.IfMatch;
        if (ifMatch.Count == 0)
        {
            return new Outcome.VersieVereist();
        }

        var tags = ifMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries));
        return tags.Any(tag => tag == Of(versie)) ? null : new Outcome.Stale();
    }
}
