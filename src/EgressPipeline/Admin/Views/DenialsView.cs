using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Admin.Views;

/// <summary>The last refused calls, the latest first.</summary>
/// <param name="Total">Refusals since the start.</param>
/// <param name="Latest">Those remembered.</param>
internal sealed record DenialsView(long Total, IReadOnlyList<DenialView> Latest)
{
    public static DenialsView Of(DenialLog denials) => new(denials.Total, Array.ConvertAll(denials.Latest(), DenialView.Of));
}

/// <summary>One refused call; absent members are not known.</summary>
internal sealed record DenialView(DateTimeOffset At, string Reason, string? Target, string? Method, string? Path, int Status, string? Destination, string? Client, string? Principal, uint? SourceUid, string? SourceProcess, string? Rule, string? Source, string? NearestMiss)
{
    public static DenialView Of(Denial denial) => new(
        denial.At,
        SnakeCase.Of(denial.Reason.ToString()),
        denial.Target,
        denial.Method,
        denial.Path,
        denial.Status,
        denial.Destination,
        denial.Client,
        denial.Principal,
        denial.SourceUid,
        denial.SourceProcess,
        denial.Rule,
        denial.Source,
        denial.NearestMiss);
}
