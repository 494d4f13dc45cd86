using System.Globalization;
using System.Reflection;
using Draaiboek.Assessments;
using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.JuridischeSteun;
using Draaiboek.Meldingen;
using Draaiboek.Registratie;
using Microsoft.Extensions.Configuration;

namespace Draaiboek.Inrichting;

/// <summary>A service with the secrets that it gets.</summary>
internal sealed record DienstInrichting(string Name, Assembly Assembly, string RabbitMqPassword, string PostgresPassword)
{
    /// <summary>Not the passwords: a record is soon printed.</summary>
    public override string ToString() => Name;
}

/// <summary>The settings under <c>Draaiboek:Inrichting:</c>.</summary>
internal sealed record InrichtingSettings
{
    public const string Section = "Draaiboek:Inrichting";

    private const int DefaultWachttijd = 60;

    private static readonly (string Name, Assembly Assembly)[] Services =
    [
        (MeldingService.Name, typeof(MeldingService).Assembly),
        (AssessmentService.Name, typeof(AssessmentService).Assembly),
        (JuridischeSteunService.Name, typeof(JuridischeSteunService).Assembly),
        (RegistratieService.Name, typeof(RegistratieService).Assembly),
    ];

    /// <summary>The broker's management API.</summary>
    public required Uri Management { get; init; }

    /// <summary>An administrator, and the virtual host that is made.</summary>
    public required RabbitMqSettings RabbitMq { get; init; }

    /// <summary>An administrator of the server, without a database.</summary>
    public required string PostgresConnectionString { get; init; }

    /// <summary>The same for the server of the key stores.</summary>
    public required string KeysConnectionString { get; init; }

    public required string DatabasePrefix { get; init; }

    public required IReadOnlyList<DienstInrichting> Diensten { get; init; }

    /// <summary>The centres that take requests from a queue with their own system: the word of the API and the password of their user.</summary>
    public required IReadOnlyDictionary<string, string> Centra { get; init; }

    /// <summary>How long broker and database server may take to come up.</summary>
    public required TimeSpan Wachttijd { get; init; }

    /// <summary>Every centre's word in the API.</summary>
    public static IReadOnlyList<string> AlleCentra { get; } = [.. Enum.GetNames<Centrum>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])];

    /// <exception cref="SettingsException">One or more settings are missing or wrong; the message names all of them.</exception>
    public static InrichtingSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var errors = new List<string>();
        var postgres = PostgresSettings.Read(section.GetSection("Postgres"), errors);
        var settings = new InrichtingSettings
        {
            Management = ManagementAddress(section, errors),
            RabbitMq = RabbitMqSettings.Read(section.GetSection("RabbitMq"), errors),
            PostgresConnectionString = postgres.ConnectionString,
            KeysConnectionString = postgres.KeysConnectionString,
            DatabasePrefix = postgres.DatabasePrefix,
            Diensten = [.. Services.Select(service => new DienstInrichting(
                service.Name,
                service.Assembly,
                Password(section, $"Diensten:{service.Name}:RabbitMqPassword", errors),
                Password(section, $"Diensten:{service.Name}:PostgresPassword", errors)))],
            Centra = Centrumwachtrijen(section, errors),
            Wachttijd = Seconds(section, errors),
        };
        return errors.Count == 0 ? settings : throw new SettingsException(errors);
    }

    private static Uri ManagementAddress(IConfigurationSection section, List<string> errors)
    {
        if (Uri.TryCreate(section["RabbitMq:Management"], UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        errors.Add($"{Section}:RabbitMq:Management ontbreekt of is geen volledig http(s)-adres");
        return new Uri("http://localhost");
    }

    private static string Password(IConfigurationSection section, string key, List<string> errors)
    {
        if (section[key] is { Length: > 0 } password)
        {
            return password;
        }

        errors.Add($"{Section}:{key} ontbreekt");
        return "";
    }

    private static Dictionary<string, string> Centrumwachtrijen(IConfigurationSection section, List<string> errors)
    {
        var centra = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var centrum in section.GetSection("Centra").GetChildren())
        {
            // Environment variables come in any case.
            if (AlleCentra.FirstOrDefault(word => word.Equals(centrum.Key, StringComparison.OrdinalIgnoreCase)) is { } known)
            {
                centra[known] = Password(section, $"Centra:{known}:RabbitMqPassword", errors);
            }
            else
            {
                errors.Add($"{Section}:Centra:{centrum.Key} bestaat niet; kies uit: {string.Join(", ", AlleCentra)}");
            }
        }

        return centra;
    }

    private static TimeSpan Seconds(IConfigurationSection section, List<string> errors)
    {
        if (int.TryParse(section["Wachttijd"] ?? DefaultWachttijd.ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        errors.Add($"{Section}:Wachttijd moet een aantal seconden zijn");
        return TimeSpan.FromSeconds(DefaultWachttijd);
    }
}
