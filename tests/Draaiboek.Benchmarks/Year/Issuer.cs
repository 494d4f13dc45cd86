using Draaiboek.Platform.Issuer;

namespace Draaiboek.Benchmarks;

/// <summary>The demo issuer as a process of its own, known by the gateway's address; nobody outside the benchmark finds it.</summary>
internal static class Issuer
{
    public static async Task RunAsync(string folder, string port, string authority)
    {
        await using var issuer = DemoIssuer.Build(new DemoIssuerOptions
        {
            DataFolder = folder,
            Port = int.Parse(port, System.Globalization.CultureInfo.InvariantCulture),
            PublicAuthority = authority,
        });
        await issuer.StartAsync();
        await Task.Delay(Timeout.Infinite);
    }
}
