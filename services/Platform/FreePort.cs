using System.Net;
using System.Net.Sockets;

namespace Draaiboek.Platform;

/// <summary>A port that is free now and will most likely still be when the gateway takes it, seconds later.</summary>
internal static class FreePort
{
    // Below the ports that systems hand out by themselves to services and outgoing connections: those are taken again at any moment.
    private const int Lowest = 10_000;
    private const int Highest = 32_000;
    private const int Tries = 200;

    /// <exception cref="InvalidOperationException">None was found: the machine has hardly a port left.</exception>
    public static int Pick()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port)))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No free port between {Lowest} and {Highest}.");
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException taken)
        {
            // No IPv6 address on this machine: then nobody has the port there.
            return taken.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
