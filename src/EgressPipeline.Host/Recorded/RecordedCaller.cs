using EgressPipeline.Hosting;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Host.Recorded;

/// <summary>Who made a recorded call: what was recorded, and what the flags say of the workload (its labels are never recorded).</summary>
internal static class RecordedCaller
{
    public static CallSource Of(RecordedCall call, SidecarOptions options)
    {
        if (!CallerIdentity.TryParse("spiffe://" + call.Principal, out var identity))
            identity = options.Identity;
        var ns = identity.Namespace.Length > 0 ? identity.Namespace : options.Namespace;
        return new CallSource(
            new WorkloadContext(ns, options.Labels, options.Unregistered),
            identity,
            IpValue.TryParse(call.SourceAddress, out var address) ? address : IpValue.None)
        {
            Process = call.SourceUid is { } uid ? new LocalProcess(uid, 0, call.SourceProcess) : null,
        };
    }
}
