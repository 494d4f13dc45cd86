using System.Globalization;

namespace Draaiboek.Platform;

/// <summary>What the platform was asked to do. A closed set: whoever switches over it covers all seven.</summary>
internal abstract record CommandLine
{
    public const int DefaultPort = 8080;

    public const int DefaultIssuerPort = 8081;

    public const string Usage = """
        Draaiboek: het platform van melding tot opvolging, in één proces.

        Gebruik
          dotnet run --project services/Platform                 start het platform
          dotnet run --project services/Platform -- demo         start het op een lege map en speelt een jaar vragen
          dotnet run --project services/Platform -- import BESTAND  voert eerdere registraties van een centrum in (jsonl of csv)
          dotnet run --project services/Platform -- schema MAP   schrijft openapi.json, schema.graphql en het toestandsdiagram in MAP
          dotnet run --project services/Platform -- issuer       start alleen de demo-uitgever van tokens, voor diensten die elk een proces zijn

        Opties
          --data MAP         waar de gegevens staan (anders: onder uw gebruikersmap; bij demo een verse tijdelijke map)
          --port N           poort van de gateway, standaard 8080; 0 neemt een vrije poort
          --help             deze uitleg

        Opties van demo
          --file BESTAND     een ander jsonl-bestand van dezelfde vorm
          --exit             stop na de tabellen, in plaats van te blijven draaien tot Ctrl-C
          --json             het antwoord van GraphQL, cijfers en tabellen, als laatste regel
          --gateway URL      speel tegen een platform dat al draait; er wordt niets gestart
          --authority URL    waar de tokens vandaan komen (anders: het adres van de gateway met /auth)
          --clients BESTAND  de secrets van de demo-personen, demo-clients.json
                             (anders: in de map van --data, of van de demo-uitgever die op deze machine voor dat adres draait)

        Opties van import
          --dry-run          beoordeelt alles en bewaart niets
          --centrum CODE     payoke (standaard), pagAsa of surya: als wie een demo-persoon invoert
          --gateway URL      voer in langs een platform dat al draait; er wordt niets gestart
          --token-file BESTAND  een toegangstoken van het centrum, bij --gateway (anders: uit de omgeving, DRAAIBOEK_TOKEN, of van de demo-uitgever)
          --authority URL, --clients BESTAND  zoals bij demo
          Exitcode 0: niets geweigerd. 1: regels geweigerd. 2: de opdracht klopt niet. 3: het ging niet.

        Opties van issuer
          --data MAP         waar sleutel en secrets staan
          --port N           poort op 127.0.0.1, standaard 8081; 0 neemt een vrije poort
          --authority URL    het adres waaronder iedereen hem kent, standaard http://localhost:8080/auth; alleen op deze machine

        """;

    private CommandLine()
    {
    }

    /// <summary>Reads the arguments; the first thing that is wrong decides the answer.</summary>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
        {
            return new Help();
        }

        if (args.Count > 0 && args[0] == "schema")
        {
            return args.Count == 2 ? new Schema(args[1]) : new Invalid("Na schema hoort één map.");
        }

        var opdracht = args.Count > 0 && args[0] is "demo" or "issuer" or "import" ? args[0] : null;
        if (opdracht == "import" && (args.Count < 2 || args[1].StartsWith('-')))
        {
            return new Invalid("Na import hoort één bestand.");
        }

        string[] metWaarde = opdracht switch
        {
            "demo" => ["--data", "--port", "--file", "--gateway", "--authority", "--clients"],
            "issuer" => ["--data", "--port", "--authority"],
            "import" => ["--data", "--gateway", "--authority", "--clients", "--centrum", "--token-file"],
            _ => ["--data", "--port"],
        };
        string[] zonderWaarde = opdracht switch { "demo" => ["--exit", "--json"], "import" => ["--dry-run"], _ => [] };
        var waarden = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = opdracht switch { null => 0, "import" => 2, _ => 1 }; i < args.Count; i++)
        {
            var delen = args[i].Split('=', 2); // --port=0 is the same as --port 0
            var naam = delen[0];
            string waarde;
            if (zonderWaarde.Contains(naam) && delen.Length == 1)
            {
                waarde = string.Empty;
            }
            else if (!metWaarde.Contains(naam))
            {
                return new Invalid($"De optie '{args[i]}' ken ik {(opdracht is null ? "" : $"bij {opdracht} ")}niet.");
            }
            else if (delen.Length == 2)
            {
                waarde = delen[1];
            }
            else if (i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                waarde = args[++i];
            }
            else
            {
                waarde = string.Empty;
            }

            if (waarde.Length == 0 && metWaarde.Contains(naam))
            {
                return new Invalid($"Na {naam} hoort een waarde.");
            }

            if (!waarden.TryAdd(naam, waarde))
            {
                return new Invalid($"{naam} staat er twee keer.");
            }
        }

        return opdracht == "import" ? Invoer(args[1], waarden) : Samengesteld(opdracht, waarden);
    }

    /// <summary>Answers help and mistakes. Null: there is something to run.</summary>
    public int? Answer(TextWriter output, TextWriter error)
    {
        switch (this)
        {
            case Help:
                output.Write(Usage);
                return 0;
            case Invalid invalid:
                error.WriteLine(invalid.Reden);
                error.WriteLine("Met --help ziet u wat er kan.");
                return 2;
            default:
                return null;
        }
    }

    private static CommandLine Samengesteld(string? opdracht, Dictionary<string, string> waarden)
    {
        var port = opdracht == "issuer" ? DefaultIssuerPort : DefaultPort;
        if (waarden.TryGetValue("--port", out var poort)
            && !(int.TryParse(poort, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535))
        {
            return new Invalid("--port vraagt een getal van 0 tot 65535.");
        }

        if (GeenAdres(waarden) is { } reden)
        {
            return reden;
        }

        var data = waarden.GetValueOrDefault("--data");
        var authority = Adres(waarden.GetValueOrDefault("--authority"));
        return opdracht switch
        {
            null => new Serve(data, port),
            "demo" => Demonstratie(waarden, data, port, authority),
            _ when authority is { IsLoopback: false } => new Invalid("--authority van de demo-uitgever moet een adres op deze machine zijn."),
            _ => new Issuer(data, port, authority ?? new Uri($"http://localhost:{DefaultPort}/auth")),
        };
    }

    private static CommandLine Demonstratie(Dictionary<string, string> waarden, string? data, int port, Uri? authority)
    {
        var tegenAnder = waarden.ContainsKey("--gateway");
        if (!tegenAnder && (waarden.ContainsKey("--authority") || waarden.ContainsKey("--clients")))
        {
            return new Invalid("--authority en --clients horen bij --gateway.");
        }

        if (tegenAnder && waarden.ContainsKey("--port"))
        {
            return new Invalid("--port gaat niet samen met --gateway: dan wordt er niets gestart.");
        }

        return new Demo
        {
            Bestand = waarden.GetValueOrDefault("--file"),
            Exit = waarden.ContainsKey("--exit"),
            Json = waarden.ContainsKey("--json"),
            Gateway = Adres(waarden.GetValueOrDefault("--gateway")),
            Authority = authority,
            ClientsFile = waarden.GetValueOrDefault("--clients"),
            DataFolder = data,
            Port = port,
        };
    }

    private static CommandLine Invoer(string bestand, Dictionary<string, string> waarden)
    {
        if (GeenAdres(waarden) is { } reden)
        {
            return reden;
        }

        var tegenAnder = waarden.ContainsKey("--gateway");
        if (!tegenAnder && ((string[])["--authority", "--clients", "--token-file"]).Any(waarden.ContainsKey))
        {
            return new Invalid("--authority, --clients en --token-file horen bij --gateway.");
        }

        var centrum = waarden.GetValueOrDefault("--centrum", "payoke");
        return centrum is "payoke" or "pagAsa" or "surya"
            ? new Import(bestand)
            {
                Proef = waarden.ContainsKey("--dry-run"),
                Centrum = centrum,
                Gateway = Adres(waarden.GetValueOrDefault("--gateway")),
                Authority = Adres(waarden.GetValueOrDefault("--authority")),
                ClientsFile = waarden.GetValueOrDefault("--clients"),
                TokenFile = waarden.GetValueOrDefault("--token-file"),
                DataFolder = waarden.GetValueOrDefault("--data"),
            }
            : new Invalid("--centrum is payoke, pagAsa of surya.");
    }

    private static Invalid? GeenAdres(Dictionary<string, string> waarden)
        => ((string[])["--gateway", "--authority"]).FirstOrDefault(naam => waarden.TryGetValue(naam, out var adres) && Adres(adres) is null) is { } naam
            ? new Invalid($"{naam} vraagt een adres zoals http://localhost:8080.")
            : null;

    private static Uri? Adres(string? tekst) =>
        Uri.TryCreate(tekst, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? uri : null;

    /// <summary>Start the platform and stay.</summary>
    internal sealed record Serve(string? DataFolder, int Port) : CommandLine;

    /// <summary>Play a year of questions, on a platform of its own or, with <see cref="Gateway"/>, on a running one.</summary>
    internal sealed record Demo : CommandLine
    {
        public string? Bestand { get; init; }

        public bool Exit { get; init; }

        public bool Json { get; init; }

        public Uri? Gateway { get; init; }

        public Uri? Authority { get; init; }

        public string? ClientsFile { get; init; }

        public string? DataFolder { get; init; }

        public int Port { get; init; } = DefaultPort;
    }

    /// <summary>Load earlier registrations of a centre, on a platform of its own or, with <see cref="Gateway"/>, on a running one.</summary>
    internal sealed record Import(string Bestand) : CommandLine
    {
        public bool Proef { get; init; }

        public string Centrum { get; init; } = "payoke";

        public Uri? Gateway { get; init; }

        public Uri? Authority { get; init; }

        public string? ClientsFile { get; init; }

        public string? TokenFile { get; init; }

        public string? DataFolder { get; init; }
    }

    /// <summary>Start the demo issuer alone and stay: its own process beside services that each are one.</summary>
    internal sealed record Issuer(string? DataFolder, int Port, Uri Authority) : CommandLine;

    /// <summary>Write the public schemas, as the running services give them, into a folder.</summary>
    internal sealed record Schema(string Folder) : CommandLine;

    internal sealed record Help : CommandLine;

    internal sealed record Invalid(string Reden) : CommandLine;
}
