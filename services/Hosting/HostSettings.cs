using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Draaiboek.Hosting;

/// <summary>Where messages go between services. <c>mediator</c> works inside one process only.</summary>
public enum BusChoice
{
    Mediator = 1,
    RabbitMq,
}

/// <summary>Which database holds a service's data.</summary>
public enum DatabaseChoice
{
    Sqlite = 1,
    Postgres,
}

/// <summary>The settings under <c>Draaiboek:</c>, read and checked once at start.</summary>
public sealed record HostSettings
{
    public const string Section = "Draaiboek";

    public required BusChoice Bus { get; init; }

    public required DatabaseChoice Database { get; init; }

    /// <summary>How to reach the broker; null on the mediator.</summary>
    public required RabbitMqSettings? RabbitMq { get; init; }

    /// <summary>How to reach the database server; null on SQLite.</summary>
    public required PostgresSettings? Postgres { get; init; }

    /// <summary>Folder of the database files; empty in a host that keeps none. A host that does checks it with <see cref="RequireOwnData"/>.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Address that the service listens on; port 0 takes a free one.</summary>
    public required string Url { get; init; }

    /// <summary>Expected <c>iss</c> of every token.</summary>
    public required Uri Authority { get; init; }

    /// <summary>Where the discovery document is read; differs from <see cref="Authority"/> when that is reached through the gateway.</summary>
    public required Uri MetadataAddress { get; init; }

    public required string Audience { get; init; }

    /// <summary>32 bytes that wrap the keys of the data; null when neither <c>MasterKey</c> nor <c>MasterKeyFile</c> is set.</summary>
    public required byte[]? MasterKey { get; init; }

    /// <summary>Where traces and metrics go; null exports nothing.</summary>
    public required Uri? OtlpEndpoint { get; init; }

    /// <param name="defaultUrl">Where to listen when <c>Draaiboek:Url</c> says nothing.</param>
    /// <param name="require">Checks in the section what only this kind of host needs; what it adds is reported together with the rest.</param>
    /// <exception cref="SettingsException">One or more settings are missing or wrong; the message names all of them.</exception>
    public static HostSettings Read(IConfiguration configuration, string defaultUrl, Action<IConfiguration, List<string>> require)
    {
        var section = configuration.GetSection(Section);
        var errors = new List<string>();

        var bus = Choice(section, "Bus", BusChoice.Mediator, errors);
        var database = Choice(section, "Database", DatabaseChoice.Sqlite, errors);
        var settings = new HostSettings
        {
            Bus = bus,
            Database = database,
            RabbitMq = bus == BusChoice.RabbitMq ? RabbitMqSettings.Read(section.GetSection("RabbitMq"), errors) : null,
            Postgres = database == DatabaseChoice.Postgres ? PostgresSettings.Read(section.GetSection("Postgres"), errors) : null,
            DataFolder = section["DataFolder"] ?? "",
            Url = ListenAddress(section, defaultUrl, errors),
            Authority = Address(section, "Identity:Authority", errors) ?? new Uri("http://localhost/"),
            MetadataAddress = Metadata(section, errors),
            Audience = section["Identity:Audience"] ?? "draaiboek",
            MasterKey = ReadMasterKey(section, errors),
            OtlpEndpoint = Address(section, "Otlp:Endpoint", errors, required: false)
                ?? (Uri.TryCreate(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"], UriKind.Absolute, out var otlp) ? otlp : null),
        };
        require(section, errors);
        return errors.Count == 0 ? settings : throw new SettingsException(errors);
    }

    /// <summary>For a host with data of its own: a key over what it encrypts, and on SQLite a folder.</summary>
    public static void RequireOwnData(IConfiguration section, List<string> errors)
    {
        if (section["MasterKey"] is null && section["MasterKeyFile"] is null)
        {
            errors.Add($"{Section}:MasterKey of {Section}:MasterKeyFile ontbreekt; zonder hoofdsleutel start de dienst niet");
        }

        if (section["DataFolder"] is not { Length: > 0 } && !nameof(DatabaseChoice.Postgres).Equals(section["Database"], StringComparison.OrdinalIgnoreCase))
        {
            errors.Add($"{Section}:DataFolder ontbreekt: de map voor de databankbestanden");
        }
    }

    private static T Choice<T>(IConfiguration section, string key, T fallback, List<string> errors) where T : struct, Enum
    {
        var text = section[key];
        if (text is null)
        {
            return fallback;
        }

        // By name only: a number would mean something else once a choice is added.
        if (text.Length > 0 && char.IsAsciiLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value))
        {
            return value;
        }

        errors.Add($"{Section}:{key} = '{text}' bestaat niet; kies uit: {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
        return fallback;
    }

    /// <summary>The full http(s) address under the key; null, with a line in <paramref name="errors"/>, when there is none.</summary>
    public static Uri? Address(IConfiguration section, string key, List<string> errors, bool required = true)
    {
        var text = section[key];
        if (text is null && !required)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        errors.Add($"{Section}:{key} ontbreekt of is geen volledig http(s)-adres");
        return null;
    }

    private static Uri Metadata(IConfiguration section, List<string> errors)
    {
        var address = Address(section, "Identity:MetadataAddress", errors, required: false)
            ?? new Uri((section["Identity:Authority"]?.TrimEnd('/') ?? "http://localhost") + "/.well-known/openid-configuration", UriKind.RelativeOrAbsolute);
        if (address is { IsAbsoluteUri: true, IsLoopback: false, Scheme: "http" })
        {
            // Who can change the keys on their way can make any token.
            errors.Add($"{Section}:Identity:MetadataAddress (of Identity:Authority) moet https zijn; http mag alleen binnen deze machine");
        }

        return address;
    }

    private static string ListenAddress(IConfiguration section, string fallback, List<string> errors)
    {
        var text = section["Url"] ?? fallback;
        try
        {
            if (text.Split(';').All(address => BindingAddress.Parse(address).Scheme is "http" or "https"))
            {
                return text;
            }
        }
        catch (FormatException)
        {
            // The message below says it in words for the operator.
        }

        errors.Add($"{Section}:Url is geen adres om op te luisteren, zoals http://127.0.0.1:5001");
        return fallback;
    }

    private static byte[]? ReadMasterKey(IConfiguration section, List<string> errors)
    {
        var text = section["MasterKey"];
        if (text is null && section["MasterKeyFile"] is { } file)
        {
            if (!File.Exists(file))
            {
                errors.Add($"{Section}:MasterKeyFile wijst naar een bestand dat niet bestaat");
                return null;
            }

            text = File.ReadAllText(file).Trim();
        }

        if (text is null)
        {
            return null;
        }

        var key = new byte[32];
        if (Convert.TryFromBase64String(text, key, out var length) && length == 32)
        {
            return key;
        }

        errors.Add($"{Section}:MasterKey moet 32 bytes in base64 zijn");
        return null;
    }
}

/// <summary>The service can't start with these settings. The message is meant for the operator and holds no secret.</summary>
public sealed class SettingsException(IReadOnlyList<string> errors)
    : Exception("De instellingen kloppen niet:" + string.Concat(errors.Select(e => Environment.NewLine + "  - " + e)));
