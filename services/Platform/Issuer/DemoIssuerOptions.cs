namespace Draaiboek.Platform.Issuer;

/// <summary>Settings of the demo issuer.</summary>
internal sealed record DemoIssuerOptions
{
    /// <summary>Where the signing key and the secrets are kept; made when absent, readable by its owner only.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The address under which clients and services know the issuer, as <c>http://localhost:8080/auth</c>. Loopback only.</summary>
    public required string PublicAuthority { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Logging of the host; without it warnings go to standard error, since standard output holds the demo's result.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
