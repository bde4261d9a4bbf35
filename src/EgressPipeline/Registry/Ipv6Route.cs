using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace EgressPipeline.Registry;

/// <summary>Whether this machine can reach IPv6 addresses beyond its own link, looked up once.</summary>
internal static class Ipv6Route
{
    public static bool Exists { get; } = Find();

    private static bool Find()
    {
        if (!Socket.OSSupportsIPv6)
            return false;
        try
        {
            foreach (var card in NetworkInterface.GetAllNetworkInterfaces())
                foreach (var unicast in card.GetIPProperties().UnicastAddresses)
                    if (unicast.Address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv6LinkLocal: false } address && !IPAddress.IsLoopback(address))
                        return true;
            return false;
        }
        catch (NetworkInformationException)
        {
            return false;
        }
    }
}
