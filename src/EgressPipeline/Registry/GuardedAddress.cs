using System.Net;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Registry;

/// <summary>
/// An address that was classified and found to be dialable for one service. There is no other way to make one than
/// <see cref="Judge"/>, and nothing else is ever connected to: what was checked is what is dialled.
/// </summary>
internal sealed class GuardedAddress
{
    private GuardedAddress(IPEndPoint endPoint) => EndPoint = endPoint;

    public IPEndPoint EndPoint { get; }

    /// <summary>The address when it may be dialled; otherwise null and the class that keeps it from being dialled.</summary>
    public static GuardedAddress? Judge(IPEndPoint endPoint, CidrSet allowedRanges, out AddressClass found)
    {
        found = AddressClassifier.Classify(endPoint.Address);
        var dialable = found switch
        {
            AddressClass.Global => true,
            AddressClass.Unspecified or AddressClass.Multicast or AddressClass.Broadcast => false,
            _ => allowedRanges.Contains(IpValue.From(endPoint.Address)),
        };
        return dialable ? new GuardedAddress(endPoint) : null;
    }
}
