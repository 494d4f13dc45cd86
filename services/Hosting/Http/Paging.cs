using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Draaiboek.Hosting.Http;

/// <summary>A page of a list: <c>first</c> rows after the cursor <c>after</c>.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, PageInfo PageInfo);

public sealed record PageInfo(string? EndCursor, bool HasNextPage);

/// <summary>Where a list goes on: the moment and id of the last row seen. Newest first; a row that comes in meanwhile does not shift the pages.</summary>
public sealed record PageRequest(int First, DateTimeOffset? BeforeOp, Guid? BeforeId, IReadOnlyDictionary<string, string[]>? Errors)
{
    public const int DefaultSize = 25;
    public const int MaxSize = 100;

    /// <summary>Lets a handler ask for the page as a parameter.</summary>
    public static ValueTask<PageRequest> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var first = DefaultSize;
        if (query["first"] is [{ } size] && (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out first) || first is < 1 or > MaxSize))
        {
            errors["first"] = [$"moet een getal van 1 tot {MaxSize} zijn"];
        }

        DateTimeOffset? beforeOp = null;
        Guid? beforeId = null;
        if (query["after"] is [{ } cursor] && !TryRead(cursor, out beforeOp, out beforeId))
        {
            errors["after"] = ["moet de endCursor van een vorige bladzijde zijn"];
        }

        return ValueTask.FromResult(new PageRequest(first, beforeOp, beforeId, errors.Count > 0 ? errors : null));
    }

    /// <summary>Cuts the extra row off that was read to know whether there is more.</summary>
    public Page<TItem> Cut<TRow, TItem>(List<TRow> rows, Func<TRow, TItem> item, Func<TRow, (DateTimeOffset Op, Guid Id)> cursor)
    {
        var more = rows.Count > First;
        var shown = rows.Take(First).ToArray();
        var end = shown.Length == 0 ? null : Write(cursor(shown[^1]));
        return new Page<TItem>([.. shown.Select(item)], new PageInfo(end, more));
    }

    private static string Write((DateTimeOffset Op, Guid Id) cursor)
        => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cursor.Op.UtcTicks}|{cursor.Id:N}")));

    private static bool TryRead(string cursor, out DateTimeOffset? op, out Guid? id)
    {
        op = null;
        id = null;
        if (cursor.Length > 200 || !Base64Url.IsValid(cursor))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('|');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTime.MaxValue.Ticks
            || !Guid.TryParseExact(parts[1], "N", out var read))
        {
            return false;
        }

        op = new DateTimeOffset(ticks, TimeSpan.Zero);
        id = read;
        return true;
    }
}
