using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Draaiboek.Hosting.Http;

/// <summary>The version of what was read, as a strong ETag, and the version that an update says it changes.</summary>
public static class ETags
{
    public static string Of(int versie) => string.Create(CultureInfo.InvariantCulture, $"\"{versie}\"");

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
