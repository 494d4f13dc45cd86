using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Draaiboek.Hosting.Http;

/// <summary>A page of a list: <c>first</c> rows after the cursor <c>after</c>.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, PageInfo PageInfo);

public sealed record PageInfo(string? EndCursor, bool HasNextPage);

/// <summary>What a list can be sorted by the moment of registration of.</summary>
public interface IGeregistreerd
{
    Guid Id { get; }

    /// <summary>Moment of the first registration, UTC.</summary>
    DateTimeOffset GeregistreerdOp { get; }
}

/// <summary>
/// Where a list goes on: after the sort key and id of the last row seen, so that a row that comes in meanwhile does not shift the pages.
/// What the key means is the list's own affair.
/// </summary>
public sealed record PageRequest(int First, long? AfterKey, Guid? AfterId, IReadOnlyDictionary<string, string[]>? Errors)
{
    public const int DefaultSize = 25;
    public const int MaxSize = 100;

    /// <summary>Lets a handler ask for the page as a parameter.</summary>
    public static ValueTask<PageRequest> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var first = DefaultSize;
        if (query.ContainsKey("first")
            && !(query["first"] is [{ } size] && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out first) && first is >= 1 and <= MaxSize))
        {
            errors["first"] = [$"moet een getal van 1 tot {MaxSize} zijn"];
        }

        long? afterKey = null;
        Guid? afterId = null;
        if (query.ContainsKey("after") && !(query["after"] is [{ } cursor] && TryRead(cursor, out afterKey, out afterId)))
        {
            errors["after"] = ["moet de endCursor van een vorige bladzijde zijn"];
        }

        return ValueTask.FromResult(new PageRequest(first, afterKey, afterId, errors.Count > 0 ? errors : null));
    }

    /// <summary>The page out of rows that were read one more than asked, to know whether there is more.</summary>
    public Page<TItem> Cut<TRow, TItem>(List<TRow> rows, Func<TRow, TItem> item, Func<TRow, (long Key, Guid Id)> cursor)
    {
        var shown = rows.Take(First).ToArray();
        var end = shown.Length == 0 ? null : Write(cursor(shown[^1]));
        return new Page<TItem>([.. shown.Select(item)], new PageInfo(end, rows.Count > First));
    }

    /// <summary>What is asked of rows of which the latest registered comes first, and one more: for <see cref="Cut{TRow,TItem}(List{TRow},Func{TRow,TItem})"/>.</summary>
    public IQueryable<TRow> LatestFirst<TRow>(IQueryable<TRow> rows) where TRow : class, IGeregistreerd
    {
        if (this is { AfterKey: { } key, AfterId: { } afterId })
        {
            var op = new DateTimeOffset(key, TimeSpan.Zero);
            rows = rows.Where(row => row.GeregistreerdOp < op || (row.GeregistreerdOp == op && row.Id.CompareTo(afterId) < 0));
        }

        return rows.OrderByDescending(row => row.GeregistreerdOp).ThenByDescending(row => row.Id).Take(First + 1);
    }

    /// <summary>The page out of what <see cref="LatestFirst"/> asked.</summary>
    public Page<TItem> Cut<TRow, TItem>(List<TRow> rows, Func<TRow, TItem> item) where TRow : IGeregistreerd => Cut(rows, item, row => (row.GeregistreerdOp.UtcTicks, row.Id));

    private static string Write((long Key, Guid Id) cursor)
        => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cursor.Key}|{cursor.Id:N}")));

    private static bool TryRead(string cursor, out long? key, out Guid? id)
    {
        key = null;
        id = null;
        if (cursor.Length > 200 || !Base64Url.IsValid(cursor))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('|');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var readKey)
            || readKey > DateTime.MaxValue.Ticks
            || !Guid.TryParseExact(parts[1], "N", out var readId))
        {
            return false;
        }

        key = readKey;
        id = readId;
        return true;
    }
}
