using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace EgressPipeline.Registry;

/// <summary>Which families of addresses this machine can reach beyond its own link, looked up once.</summary>
internal static class RoutedFamilies
{
    static RoutedFamilies()
    {
        foreach (var address in Own())
            if (address.AddressFamily == AddressFamily.InterNetwork)
                HasIpv4 = true; // 169.254.0.0/16, too: pods of IPv6 clusters have one, and it is translated
            else if (!address.IsIPv6LinkLocal)
                HasIpv6 = true;
    }

    public static bool HasIpv4 { get; }

    public static bool HasIpv6 { get; }

    private static IPAddress[] Own()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address).Where(address => !IPAddress.IsLoopback(address))];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }
}
