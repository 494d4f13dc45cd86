using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.GraphQL.Tests;

/// <summary>Resolvers with services: who shares what, and what runs at the same time.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task Given_two_fields_with_a_scoped_service_When_executed_Then_each_has_its_own_and_both_are_disposed()
    {
        var log = new ConnectionLog();
        GraphQLExecutor executor = Create(log);

        JsonElement response = await Engine.RunAsync(executor, "{ a: connection b: connection items { connection } }");

        JsonElement data = response.GetProperty("data");
        int[] ids = [data.GetProperty("a").GetInt32(), data.GetProperty("b").GetInt32(), .. data.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("connection").GetInt32())];
        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal(ids.Order(), log.Disposed.Order());
    }

    [Theory]
    [InlineData("{ a: meet(count: 3) b: meet(count: 3) c: meet(count: 3) }")]
    [InlineData("{ a: meetBlocking(count: 2) b: meetBlocking(count: 2) }")]
    public async Task Given_root_fields_that_wait_for_each_other_When_executed_Then_they_run_at_the_same_time(string query)
    {
        JsonElement response = await Engine.RunAsync(Create(new ConnectionLog()), query);
        Assert.False(response.TryGetProperty("errors", out JsonElement errors), errors.ToString());
    }

    [Fact]
    public async Task Given_a_long_list_with_services_When_executed_Then_only_so_many_run_at_once()
    {
        var log = new ConnectionLog();
        GraphQLExecutor executor = Create(log, options => options.MaxConcurrentResolvers = 3);
        await Engine.RunAsync(executor, "{ many { connection } }");
        Assert.Equal(50, log.Disposed.Count);
        Assert.InRange(log.MostOpen, 1, 3);
    }

    [Fact]
    public async Task Given_a_lazy_list_that_reads_from_its_service_When_executed_Then_it_is_read_before_the_service_is_gone()
    {
        JsonElement response = await Engine.RunAsync(Create(new ConnectionLog()), "{ lazy }");
        Assert.Equal("[1,2,3]", response.GetProperty("data").GetProperty("lazy").GetRawText());
    }

    [Fact]
    public async Task Given_a_query_class_with_a_constructor_When_executed_Then_its_services_are_there()
    {
        GraphQLExecutor executor = Create(new ConnectionLog(), options => options.AddQueryType<WithConstructor>());
        JsonElement response = await Engine.RunAsync(executor, "{ open openNow }");
        Assert.Equal("""{"open":true,"openNow":true}""", response.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Given_marked_and_keyed_services_When_executed_Then_they_are_no_arguments()
    {
        GraphQLExecutor executor = Create(new ConnectionLog());
        JsonElement response = await Engine.RunAsync(executor, "{ keyed marked }");
        Assert.Equal("""{"keyed":"by key","marked":"1,2"}""", response.GetProperty("data").GetRawText());
        Assert.DoesNotContain("keyed(", executor.Schema.Print(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_an_exception_When_executed_Then_the_log_has_what_the_client_has_not()
    {
        using var log = new ListLog();
        GraphQLExecutor executor = Engine.Create(Engine.AddLibrary, log: log);
        await Engine.RunAsync(executor, "{ trouble { thrown expected } }");
        (string message, Exception? exception) = Assert.Single(log.Entries);
        Assert.Contains("trouble.thrown", message, StringComparison.Ordinal);
        Assert.Equal("secret connection string", exception?.Message);
    }

    private static GraphQLExecutor Create(ConnectionLog log, Action<GraphQLOptions>? configure = null) => Engine.Create(
        options =>
        {
            options.AddQueryType(typeof(ServiceQuery));
            configure?.Invoke(options);
        },
        services =>
        {
            services.AddSingleton(log);
            services.AddSingleton<MeetingPoint>();
            services.AddScoped<Connection>();
            services.AddKeyedSingleton("key", "by key");
            services.AddSingleton<IReadOnlyList<int>>([1, 2]);
        });

    internal static class ServiceQuery
    {
        public static int GetConnection(Connection connection) => connection.Id;

        public static IReadOnlyList<Item> Items => [new(), new(), new()];

        public static IReadOnlyList<Item> Many => [.. Enumerable.Range(0, 50).Select(_ => new Item())];

        public static IEnumerable<int> GetLazy(Connection connection) => Enumerable.Range(1, 3).Select(connection.Read);

        public static string Keyed([Service("key")] string text) => text;

        public static string Marked([Service] IReadOnlyList<int> numbers) => string.Join(',', numbers);

        public static Task<bool> MeetAsync(int count, MeetingPoint point, CancellationToken cancellationToken) => point.ArriveAsync(count, cancellationToken);

        public static bool MeetBlocking(int count, MeetingPoint point, CancellationToken cancellationToken) => point.ArriveAsync(count, cancellationToken).GetAwaiter().GetResult();
    }

    internal sealed class Item
    {
        public async Task<int> GetConnectionAsync(Connection connection)
        {
            await Task.Delay(2);
            return connection.Id;
        }
    }

    internal sealed class WithConstructor(Connection connection)
    {
        public bool Open => !connection.IsDisposed;

        public bool GetOpenNow() => !connection.IsDisposed;
    }

    internal sealed class ConnectionLog
    {
        private int _open;
        private int _last;

        public ConcurrentBag<int> Disposed { get; } = [];

        public int MostOpen { get; private set; }

        public int Open()
        {
            lock (Disposed)
            {
                MostOpen = Math.Max(MostOpen, ++_open);
                return ++_last;
            }
        }

        public void Close(int id)
        {
            lock (Disposed)
            {
                _open--;
                Disposed.Add(id);
            }
        }
    }

    internal sealed class Connection(ConnectionLog log) : IDisposable
    {
        public int Id { get; } = log.Open();

        public bool IsDisposed { get; private set; }

        public int Read(int row) => IsDisposed ? throw new ObjectDisposedException(nameof(Connection)) : row;

        public void Dispose()
        {
            IsDisposed = true;
            log.Close(Id);
        }
    }

    internal sealed class MeetingPoint
    {
        private readonly TaskCompletionSource<bool> _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _arrived;

        public Task<bool> ArriveAsync(int count, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _arrived) == count)
            {
                _complete.TrySetResult(true);
            }

            return _complete.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class ListLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(string Message, Exception? Exception)> Entries { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Enqueue((formatter(state, exception), exception));

        public void Dispose()
        {
        }
    }
}
