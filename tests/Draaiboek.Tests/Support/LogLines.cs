using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Tests.Support;

/// <summary>Keeps every line that is logged, with its exception and scopes, as a file of logs would.</summary>
public sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // Nothing is held open.
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => lines._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            lines._scopes?.ForEachScope((scope, list) => list.Add(scope?.ToString() ?? ""), scopes);
            lines.Lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception} [{string.Join(" > ", scopes)}]");
        }
    }
}
