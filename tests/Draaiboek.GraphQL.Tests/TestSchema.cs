using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Draaiboek.GraphQL.Tests;

/// <summary>A library: enough kinds of type to break every rule of validation.</summary>
[QueryType]
[GraphQLDescription("Everything about the library.")]
public static class LibraryQuery
{
    public static Book[] GetBooks(Genre? genre = null, int first = 10) =>
        [.. Library.Books.Where(book => genre is null || book.Genre == genre).Take(first)];

    [GraphQLDescription("One book, or nothing.")]
    public static Book? GetBook([ID] string id) => Library.Books.FirstOrDefault(book => book.Id == id);

    public static IReadOnlyList<IMedium> GetMedia() => [Library.Books[0], Library.Films[0]];

    public static IFinding[] Search(string text) => [Library.Books[0], Library.Films[0], new Shelf(text)];

    public static string Echo(
        [GraphQLDescription("What to say.")] string? text = null,
        [GraphQLDeprecated("Use text.")] string? words = null) => text ?? words ?? "silence";

    public static string Describe(Filter filter) => filter.ToString();

    public static string Find(Key key) => key.ToString();

    public static string Numbers(int[] numbers, List<int?>? more = null) => $"{string.Join('+', numbers)}|{(more is null ? "none" : string.Join('+', more.Select(number => number?.ToString() ?? "null")))}";

    public static string Matrix(int[][] matrix) => string.Join('/', matrix.Select(row => string.Join(',', row)));

    public static Scalars Scalars() => new();

    public static string Defaults(Genre genre = Genre.ScienceFiction, string name = "a \"b\"", double factor = 1.5, bool on = true, int number = -3) =>
        $"{genre} {name} {factor} {on} {number}";

    public static string Typed(Guid uuid, DateOnly date, DateTimeOffset time, long big, decimal exact, float small, [ID] Guid id) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{uuid} {date:yyyy-MM-dd} {time:O} {big} {exact} {small} {id}");

    [GraphQLDeprecated("No longer supported")]
    public static int Old => 1;

    [GraphQLIgnore]
    public static int Hidden => 1;

    public static Trouble Trouble() => new();

    public static string? Header(HttpContext http) => http.Request.Headers["X-Test"];

    public static string? User(ClaimsPrincipal user) => user.Identity?.Name;
}

public static class Library
{
    public static IReadOnlyList<Book> Books { get; } =
    [
        new("1", "Dune", Genre.ScienceFiction, ["desert", "worms"], null),
        new("2", "Emma", Genre.Novel, [], 1815),
    ];

    public static IReadOnlyList<Film> Films { get; } = [new("9", "Metropolis", 153)];
}

[GraphQLDescription("Anything that can be lent.")]
[InterfaceType]
public interface IMedium
{
    [ID]
    string Id { get; }

    string Title { get; }
}

[UnionType]
[GraphQLName("Finding")]
public interface IFinding;

[GraphQLDescription("""
    A book.

      Indented, with a "quote" and a \ backslash
    """)]
public sealed record Book([property: ID] string Id, string Title, Genre Genre, IReadOnlyList<string> Tags, int? Year) : IMedium, IFinding
{
    public Book? GetSequel(int number = 1) => number > 5 ? null : this with { Title = $"{Title} {number + 1}" };

    public async Task<IReadOnlyList<Book>> GetRelatedAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return Library.Books;
    }
}

[ObjectType]
public sealed record Film([property: ID] string Id, string Title, int Minutes) : IMedium, IFinding
{
    public string? Year => "1927";

    public string Director => "Lang";
}

[ObjectType]
public sealed record Shelf([GraphQLDescription("Where it stands.")] string Room) : IFinding;

public enum Genre
{
    Novel,
    ScienceFiction,

    [GraphQLDeprecated("Nobody reads it.")]
    [GraphQLDescription("Poems.")]
    POETRY,
}

public sealed record Filter(string Title, Genre? Genre = null, int Limit = 5, Filter? Not = null, [GraphQLDeprecated("Do not.")] string? Author = null, int[]? Years = null);

[OneOf]
public sealed record Key
{
    [ID]
    public string? Id { get; init; }

    public string? Title { get; init; }
}

public sealed class Scalars
{
    public int Int => 42;

    public double Float => 1.5;

    public float Single => 0.5f;

    public string String => "héé 😀 <b>";

    public bool Boolean => true;

    [ID]
    public int Id => 7;

    public long Long => 9_007_199_254_740_993;

    public decimal Decimal => 0.10m;

    public DateOnly LocalDate => new(2026, 3, 14);

    public DateTimeOffset DateTime => new(2026, 3, 14, 9, 30, 0, 250, TimeSpan.FromHours(1));

    public DateTimeOffset Utc => new(2026, 3, 14, 9, 30, 0, TimeSpan.Zero);

    public Guid Uuid => Guid.Parse("0b5f39a1-86c7-4d12-9d6c-1f0c4c0e7a55");

    public int? Nothing => null;

    public int?[] Holes => [1, null, 3];
}

/// <summary>Fields that go wrong in all the ways there are.</summary>
public sealed class Trouble
{
    public string? Throws() => null;

    public string? GetThrown() => throw new InvalidOperationException("secret connection string");

    public string? GetExpected() => throw new GraphQLException("Not today.", "CLOSED");

    public string GetRequired() => null!;

    public Trouble? GetChild() => this;

    public Trouble GetRequiredChild() => this;

    public IReadOnlyList<string> GetHoles() => ["a", null!, "c"];

    public IReadOnlyList<string?>? GetAllowedHoles() => ["a", null, "c"];

    public IReadOnlyList<Trouble?> GetMany() => [this, this];

    public double GetNotANumber() => double.NaN;

    public Genre? GetNoGenre() => (Genre)99;

    public IMedium? GetStranger() => new Stranger();

    public IEnumerable<int>? GetBroken()
    {
        yield return 1;
        throw new InvalidOperationException("secret of the list");
    }

    public async IAsyncEnumerable<int> GetStream([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i < 3; i++)
        {
            await Task.Delay(1, cancellationToken);
            yield return i;
        }
    }

    public ValueTask<int> GetValueTask() => ValueTask.FromResult(5);

    public async Task<int> GetSlow(int milliseconds, CancellationToken cancellationToken)
    {
        await Task.Delay(milliseconds, cancellationToken);
        return milliseconds;
    }

    private sealed class Stranger : IMedium
    {
        public string Id => "0";

        public string Title => "nobody knows me";
    }
}
