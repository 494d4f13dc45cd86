using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Draaiboek.GraphQL.Types;

namespace Draaiboek.GraphQL.Execution;

/// <summary>The page that a client asks for: the algorithm of the cursor connections specification, on places in the list.</summary>
/// <param name="Start">The place of the first item that may be in it.</param>
/// <param name="End">The place after the last one that may; null when the list's own end is the only one.</param>
/// <param name="First">The most from the start, or null.</param>
/// <param name="Last">The most at the end, or null.</param>
internal sealed record PageRequest(int Start, int? End, int? First, int? Last)
{
    public const string FirstArgument = "first";
    public const string AfterArgument = "after";
    public const string LastArgument = "last";
    public const string BeforeArgument = "before";

    public static IReadOnlyList<InputValue> Arguments { get; } =
    [
        new(FirstArgument, "At most this many from the start.", deprecationReason: null, Scalars.Int, defaultValue: null),
        new(AfterArgument, "Only what comes after this cursor.", deprecationReason: null, Scalars.String, defaultValue: null),
        new(LastArgument, "At most this many at the end.", deprecationReason: null, Scalars.Int, defaultValue: null),
        new(BeforeArgument, "Only what comes before this cursor.", deprecationReason: null, Scalars.String, defaultValue: null),
    ];

    /// <summary>How far the list must be read, one item further than the page: that one says whether there is more. Null is to its end.</summary>
    public int? ReadUntil => Stop is { } stop && stop < int.MaxValue ? stop + 1 : null;

    /// <summary>The place after the last item that may be in the page, as far as it is known before reading.</summary>
    public int? Stop => First is { } first ? (int)Math.Min((long)Start + first, End ?? int.MaxValue) : End;

    /// <exception cref="GraphQLException">The page is too large, or a cursor is none of ours.</exception>
    public static PageRequest From(IReadOnlyDictionary<string, object?> arguments, UsePagingAttribute paging)
    {
        int? first = Size(arguments, FirstArgument, paging);
        int? last = Size(arguments, LastArgument, paging);
        return new PageRequest(
            Place(arguments, AfterArgument) + 1 ?? 0,
            Place(arguments, BeforeArgument),
            first is null && last is null ? Math.Min(paging.DefaultPageSize, paging.MaxPageSize) : first,
            last);
    }

    public static string Cursor(int place) => Convert.ToBase64String(Encoding.ASCII.GetBytes(place.ToString(CultureInfo.InvariantCulture)));

    private static int? Size(IReadOnlyDictionary<string, object?> arguments, string name, UsePagingAttribute paging)
    {
        if (arguments.GetValueOrDefault(name) is not int size)
        {
            return null;
        }

        if (size < 0)
        {
            throw new GraphQLException($"\"{name}\" must not be negative.", ErrorCodes.PageTooSmall);
        }

        return size <= paging.MaxPageSize ? size : throw new GraphQLException($"\"{name}\" is at most {paging.MaxPageSize}.", ErrorCodes.PageTooLarge);
    }

    private static int? Place(IReadOnlyDictionary<string, object?> arguments, string name)
    {
        if (arguments.GetValueOrDefault(name) is not string cursor)
        {
            return null;
        }

        Span<byte> digits = stackalloc byte[16];
        return Convert.TryFromBase64String(cursor, digits, out int length)
            && int.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out int place)
            && place < int.MaxValue
                ? place
                : throw new GraphQLException($"\"{name}\" is no cursor of this list.", ErrorCodes.InvalidCursor);
    }
}

/// <summary>Cuts a page out of what a resolver returned. A query is cut before it is sent; a list is read no further than it must be.</summary>
internal static class Paging
{
    public static async ValueTask<object?> PageAsync<T>(object? source, PageRequest page, CancellationToken cancellationToken)
        where T : notnull
    {
        if (source is null)
        {
            return null;
        }

        var items = new Queue<(int Place, T Item)>();
        int place = page.Start;

        // A page that ends before it starts holds nothing, and what it was to end at comes after it.
        bool hasNext = page.End <= page.Start;
        await foreach (T item in From<T>(source, page).WithCancellation(cancellationToken))
        {
            if (page.Stop is { } stop && place >= stop)
            {
                hasNext = true;
                break;
            }

            items.Enqueue((place++, item));
            if (items.Count > page.Last)
            {
                items.Dequeue();
            }
        }

        Edge<T>[] edges = [.. items.Select(entry => new Edge<T>(PageRequest.Cursor(entry.Place), entry.Item))];
        bool hasPrevious = items.Count > 0 ? items.Peek().Place > 0 : place > 0;
        return new Connection<T>(edges, new PageInfo(hasNext, hasPrevious, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor));
    }

    private static IAsyncEnumerable<T> From<T>(object source, PageRequest page)
        where T : notnull
    {
        if (source is IQueryable<T> query)
        {
            source = page.ReadUntil is { } until ? query.Skip(page.Start).Take(Math.Max(0, until - page.Start)) : query.Skip(page.Start);
        }
        else if (source is IAsyncEnumerable<T> lazy)
        {
            return Skip(lazy, page.Start);
        }
        else
        {
            source = ((IEnumerable<T>)source).Skip(page.Start);
        }

        return source as IAsyncEnumerable<T> ?? ((IEnumerable<T>)source).ToAsyncEnumerable();
    }

    private static async IAsyncEnumerable<T> Skip<T>(IAsyncEnumerable<T> source, int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (T item in source.WithCancellation(cancellationToken))
        {
            if (--count < 0)
            {
                yield return item;
            }
        }
    }
}
