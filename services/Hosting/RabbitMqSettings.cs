using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Draaiboek.Hosting;

/// <summary>The settings under <c>Draaiboek:RabbitMq:</c>.</summary>
public sealed record RabbitMqSettings
{
    public const string DefaultVirtualHost = "draaiboek";

    private const ushort DefaultPort = 5672;

    public required string Host { get; init; }

    public required ushort Port { get; init; }

    public required string VirtualHost { get; init; }

    /// <summary>The service's own user: it may touch only what is the service's.</summary>
    public required string Username { get; init; }

    public required string Password { get; init; }

    public required bool Tls { get; init; }

    /// <summary>Not the password: a record is soon printed.</summary>
    public override string ToString() => $"{Username}@{Host}:{Port}/{VirtualHost}";

    /// <param name="section">The section with the members of this record.</param>
    /// <param name="errors">Gets a line for everything that is missing or wrong.</param>
    public static RabbitMqSettings Read(IConfigurationSection section, List<string> errors)
    {
        return new RabbitMqSettings
        {
            Host = Required("Host"),
            Port = Port(),
            VirtualHost = section["VirtualHost"] ?? DefaultVirtualHost,
            Username = Required("Username"),
            Password = Required("Password"),
            Tls = Flag("Tls"),
        };

        string Required(string key)
        {
            if (section[key] is { Length: > 0 } text)
            {
                return text;
            }

            errors.Add($"{section.Path}:{key} ontbreekt");
            return "";
        }

        ushort Port()
        {
            if (section["Port"] is not { } text)
            {
                return DefaultPort;
            }

            if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0)
            {
                return port;
            }

            errors.Add($"{section.Path}:Port moet een poort zijn van 1 tot 65535");
            return DefaultPort;
        }

        bool Flag(string key)
        {
            if (bool.TryParse(section[key] ?? "false", out var flag))
            {
                return flag;
            }

            errors.Add($"{section.Path}:{key} moet true of false zijn");
            return false;
        }
    }
}
