using System.Net;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Registry;

namespace EgressPipeline.Dns;

/// <summary>
/// Keeps a name from leading into networks that its service does not declare: an outside zone that answers with an inside
/// address (rebinding) would otherwise be a way there for whatever does not pass the sidecar. The same judgement as before a dial.
/// </summary>
/// <param name="host">The declared host; null for an undeclared name.</param>
/// <param name="isInternal">True: private networks are where the name belongs.</param>
internal sealed class AddressTests(HostPlan? host, bool isInternal)
{
    /// <summary>True when an address (4 or 16 bytes) may be answered.</summary>
    public bool MayAnswer(ReadOnlySpan<byte> bytes)
    {
        var address = new IPAddress(bytes);
        var found = AddressClassifier.Classify(address);
        if (found == AddressClass.Global || (isInternal && found is AddressClass.Private or AddressClass.UniqueLocal or AddressClass.CarrierGrade))
            return true;
        if (host is null || found is AddressClass.Unspecified or AddressClass.Multicast or AddressClass.Broadcast)
            return false;
        var value = IpValue.From(address);
        foreach (var port in host.Ports)
            if (port.Cluster.AllowedRanges.Contains(value))
                return true;
        return false;
    }
}
