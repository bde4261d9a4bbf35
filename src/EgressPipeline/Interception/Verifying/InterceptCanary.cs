using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EgressPipeline.Interception.Verifying;

/// <summary>
/// The destination by which interception is tried out: an address of the ranges for documentation, where nobody is. Who
/// dials it and gets the sidecar's answer has been intercepted; any other outcome means that it was not.
/// </summary>
internal static class InterceptCanary
{
    private static readonly IPAddress V4 = IPAddress.Parse("192.0.2.150");
    private static readonly IPAddress V6 = IPAddress.Parse("2001:db8:ffff::150");

    /// <summary>What the sidecar answers before it closes.</summary>
    public static ReadOnlyMemory<byte> Answer { get; } = Encoding.ASCII.GetBytes("intercepted by egress\n");

    public static IPAddress Address(AddressFamily family) => family == AddressFamily.InterNetwork ? V4 : V6;

    /// <summary>True when a connection was dialled to find out whether it comes here.</summary>
    public static bool IsDialled(IPEndPoint destination) => destination.Address.Equals(V4) || destination.Address.Equals(V6);
}
