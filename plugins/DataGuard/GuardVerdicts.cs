using DataGuard.Inspection;
using DataGuard.Scanning;
using EgressPipeline;

namespace DataGuard;

/// <summary>How bodies of one direction are refused; made once, so that refusing allocates nothing here.</summary>
internal sealed class GuardVerdicts
{
    private const int Forbidden = 403;
    private const int UnsupportedMediaType = 415;
    private const int BadGateway = 502;

    private readonly FilterResult[] _blocked; // by detector
    private readonly FilterResult _unknownCoding;
    private readonly FilterResult _broken;
    private readonly FilterResult _expands;

    private GuardVerdicts(ScanPlan plan, string message, int unscannable)
    {
        _blocked = Array.ConvertAll(plan.Detectors.ToArray(), detector => FilterResult.Deny($"the body of the {message} has data that must not pass ({detector.Name})", Forbidden));
        _unknownCoding = FilterResult.Deny($"the body of the {message} cannot be inspected: its content-encoding is none of gzip, deflate and br", unscannable);
        _broken = FilterResult.Deny($"the body of the {message} cannot be inspected: it is not what its content-encoding says", unscannable);
        _expands = FilterResult.Deny($"the body of the {message} cannot be inspected: it grows beyond the bounds when it is decoded", unscannable);
    }

    public static GuardVerdicts ForRequests(ScanPlan plan) => new(plan, "request", UnsupportedMediaType);

    public static GuardVerdicts ForResponses(ScanPlan plan) => new(plan, "response", BadGateway);

    /// <summary>The refusal for an inspection that does not pass.</summary>
    public FilterResult Of(MessageInspector inspector) => inspector.Status switch
    {
        InspectionStatus.Blocked => _blocked[inspector.BlockedBy],
        InspectionStatus.UnknownCoding => _unknownCoding,
        InspectionStatus.Broken => _broken,
        _ => _expands,
    };
}
