using System.Globalization;
using System.Net;
using Draaiboek.Hosting;

namespace Draaiboek.Gateway;

/// <summary>The settings under <c>Draaiboek:Gateway:</c>, read and checked once at start.</summary>
internal sealed record GatewaySettings
{
    /// <summary>Where the copies of each cluster of <see cref="Clusters.Alle"/> listen, at least one each.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Uri>> Adressen { get; init; }

    /// <summary>How often each copy is asked whether it lives, where there are several.</summary>
    public required TimeSpan ProbeInterval { get; init; }

    /// <summary>Which senders are believed when they say for whom they call (<c>X-Forwarded-For</c>, <c>-Proto</c>); empty believes nobody.</summary>
    public required IReadOnlyList<IPNetwork> KnownProxies { get; init; }

    public required GatewayLimits Limits { get; init; }

    public required GatewayTimeouts Timeouts { get; init; }

    /// <param name="section">The section <c>Draaiboek</c>.</param>
    /// <param name="errors">Gets a line for everything that is wrong; the answer is of use only when it stays empty.</param>
    public static GatewaySettings Read(IConfiguration section, List<string> errors)
    {
        var adressen = Clusters.Alle.ToDictionary(cluster => cluster, cluster => ReadAddresses(section, cluster, errors), StringComparer.Ordinal);
        var numbers = new Numbers(section, errors);
        return new GatewaySettings
        {
            Adressen = adressen,
            ProbeInterval = numbers.ReadSeconds("Gateway:ProbeInterval", 2),
            KnownProxies = ReadNetworks(section, "Gateway:KnownProxies", errors),
            Limits = new GatewayLimits
            {
                BodyBytes = (int)numbers.Read("Gateway:Limits:BodyBytes", 1024 * 1024, 1024, 100 * 1024 * 1024),
                HeaderBytes = (int)numbers.Read("Gateway:Limits:HeaderBytes", 16 * 1024, 1024, 256 * 1024),
                HeaderCount = (int)numbers.Read("Gateway:Limits:HeaderCount", 60, 10, 1000),
                Client = numbers.ReadRate("Client", 6_000),
                Organisatie = numbers.ReadRate("Organisation", 12_000),
                Anoniem = numbers.ReadRate("Anonymous", 1_200),
                Auth = numbers.ReadRate("Auth", 600),
                Bijlage = numbers.ReadRate("Attachments", 30),
                MeldpuntCaller = numbers.ReadRate("MeldpuntCaller", 20),
                MeldpuntOpen = numbers.ReadRate("MeldpuntOpen", 120),
                MeldpuntRead = numbers.ReadRate("MeldpuntRead", 300),
                MeldpuntWrite = numbers.ReadRate("MeldpuntWrite", 120),
            },
            Timeouts = new GatewayTimeouts
            {
                Api = numbers.ReadSeconds("Gateway:Timeouts:Api", 30),
                Invoer = numbers.ReadSeconds("Gateway:Timeouts:Invoer", 1_800, most: 7_200),
                Bijlage = numbers.ReadSeconds("Gateway:Timeouts:Attachments", 330, most: 3_600),
                GraphQL = numbers.ReadSeconds("Gateway:Timeouts:GraphQL", 15),
                Auth = numbers.ReadSeconds("Gateway:Timeouts:Auth", 10),
                Activity = numbers.ReadSeconds("Gateway:Timeouts:Activity", 100),
                Connect = numbers.ReadSeconds("Gateway:Timeouts:Connect", 5),
                Health = numbers.ReadSeconds("Gateway:Timeouts:Health", 2),
            },
        };
    }

    /// <summary>One address or several with a semicolon between; a line for each that is wrong.</summary>
    private static IReadOnlyList<Uri> ReadAddresses(IConfiguration section, string cluster, List<string> errors)
    {
        var key = $"{HostSettings.Section}:Gateway:Clusters:{cluster}";
        var texts = (section[$"Gateway:Clusters:{cluster}"] ?? "").Split(';', StringSplitOptions.TrimEntries);
        var addresses = new List<Uri>();
        for (var i = 0; i < texts.Length; i++)
        {
            // The address itself is not repeated: someone may have put a password in it.
            var which = texts.Length == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key} (adres {i + 1})");
            if (!Uri.TryCreate(texts[i], UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                errors.Add($"{which} ontbreekt of is geen volledig http(s)-adres");
            }
            else if (address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            {
                errors.Add($"{which} mag geen gebruikersnaam, vraagteken of hekje bevatten");
            }
            else if (addresses.Contains(address))
            {
                errors.Add($"{which} staat er twee keer");
            }
            else
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    /// <summary>Addresses (10.0.0.7) and networks (10.0.0.0/24) with a semicolon between.</summary>
    private static IReadOnlyList<IPNetwork> ReadNetworks(IConfiguration section, string key, List<string> errors)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in (section[key] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // An address written as a plain number is most likely a slip.
            if (IPNetwork.TryParse(text, out var network) || (text.AsSpan().ContainsAny('.', ':') && IPNetwork.TryParse($"{text}/{(text.Contains(':', StringComparison.Ordinal) ? 128 : 32)}", out network)))
            {
                networks.Add(network);
            }
            else
            {
                errors.Add($"{HostSettings.Section}:{key}: '{text}' is geen adres (10.0.0.7) of netwerk (10.0.0.0/24)");
            }
        }

        return networks;
    }

    private sealed class Numbers(IConfiguration section, List<string> errors)
    {
        public RateLimit ReadRate(string name, int perMinute)
        {
            var rate = Read($"Gateway:Limits:{name}:PerMinute", perMinute, 1, 10_000_000);
            return new RateLimit((int)rate, (int)Read($"Gateway:Limits:{name}:Burst", rate, 1, 10_000_000));
        }

        public TimeSpan ReadSeconds(string key, int seconds, decimal most = 100m)
            => TimeSpan.FromSeconds((double)Read(key, seconds, 0.1m, most, NumberStyles.AllowDecimalPoint));

        public decimal Read(string key, decimal fallback, decimal least, decimal most, NumberStyles style = NumberStyles.None)
        {
            var text = section[key];
            if (text is null)
            {
                return fallback;
            }

            if (decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            {
                return value;
            }

            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{HostSettings.Section}:{key} moet een getal zijn van {least} tot {most}"));
            return fallback;
        }
    }
}

/// <summary>What a request may weigh and how many a caller may send.</summary>
internal sealed record GatewayLimits
{
    public required int BodyBytes { get; init; }

    /// <summary>Names and values of all headers together.</summary>
    public required int HeaderBytes { get; init; }

    public required int HeaderCount { get; init; }

    /// <summary>Of one <c>sub</c>.</summary>
    public required RateLimit Client { get; init; }

    /// <summary>Of all clients of one <c>vo_orgcode</c> together.</summary>
    public required RateLimit Organisatie { get; init; }

    /// <summary>Of one remote address without a valid token.</summary>
    public required RateLimit Anoniem { get; init; }

    /// <summary>Of one remote address on <c>/auth</c>: where secrets can be guessed.</summary>
    public required RateLimit Auth { get; init; }

    /// <summary>Bijlagen that one <c>sub</c> may send.</summary>
    public required RateLimit Bijlage { get; init; }

    /// <summary>What one remote address may send to the open part of the meldpunt: a sixth of the least of the next three, so that one alone closes it for nobody.</summary>
    public required RateLimit MeldpuntCaller { get; init; }

    /// <summary>New conversations with the meldpunt, of everybody together.</summary>
    public required RateLimit MeldpuntOpen { get; init; }

    /// <summary>Readings by receipt code, of everybody together.</summary>
    public required RateLimit MeldpuntRead { get; init; }

    /// <summary>Messages by receipt code, of everybody together.</summary>
    public required RateLimit MeldpuntWrite { get; init; }
}

/// <summary>A bucket of <paramref name="Burst"/> requests that fills at <paramref name="PerMinute"/>.</summary>
internal sealed record RateLimit(int PerMinute, int Burst);

/// <summary>How long each wait may last; the first five end in a 504.</summary>
internal sealed record GatewayTimeouts
{
    public required TimeSpan Api { get; init; }

    /// <summary>To load a file of earlier registrations; the answer comes line by line.</summary>
    public required TimeSpan Invoer { get; init; }

    /// <summary>To send or to read a bijlage: 20 MB over 1 Mbit/s takes three minutes. A little longer than Melding itself waits, which says better what was wrong.</summary>
    public required TimeSpan Bijlage { get; init; }

    public required TimeSpan GraphQL { get; init; }

    public required TimeSpan Auth { get; init; }

    /// <summary>Longest silence between gateway and service, whatever the route allows.</summary>
    public required TimeSpan Activity { get; init; }

    /// <summary>To open a connection to a service.</summary>
    public required TimeSpan Connect { get; init; }

    /// <summary>For one question of <c>/health/ready</c>.</summary>
    public required TimeSpan Health { get; init; }
}
