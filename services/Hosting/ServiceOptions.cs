using Draaiboek.Hosting.Messaging;
using Microsoft.Extensions.Logging;

namespace Draaiboek.Hosting;

/// <summary>What a service is built from. Its own Program, the platform and the tests all fill in the same record.</summary>
public sealed record ServiceOptions
{
    /// <summary>Command line; settings given as <c>--Draaiboek:Key=value</c> are read from it.</summary>
    public string[] Args { get; init; } = [];

    /// <summary>Settings that go before environment and files.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Where to listen when <c>Draaiboek:Url</c> says nothing. A service takes a free port: it is found through the gateway's settings.</summary>
    public string DefaultUrl { get; init; } = "http://127.0.0.1:0";

    /// <summary>The bus of the process that holds several services; required when <c>Draaiboek:Bus</c> is <c>mediator</c>.</summary>
    public EmbeddedBus? EmbeddedBus { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Log output of the process, so that several services in one process write in one form.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
