using System.Globalization;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Explaining;

/// <summary>Injected faults and shares in words.</summary>
internal static class FaultText
{
    /// <summary>One line a fault: <c>injected into 10% of the calls: a delay of 5s</c>.</summary>
    public static IEnumerable<string> Of(FaultPlan? fault)
    {
        if (fault?.Delay is { } delay)
            yield return Injected(delay.PerMillion) + "a delay of " + OutcomeText.Duration(delay.Duration);
        if (fault?.Abort is { } abort)
            yield return Injected(abort.PerMillion) + "the answer " + Answer(abort);
    }

    /// <summary><c>12.5%</c>.</summary>
    public static string Percent(int perMillion) => (perMillion / 10_000.0).ToString("0.####", CultureInfo.InvariantCulture) + "%";

    /// <summary><c>503</c>, or <c>gRPC UNAVAILABLE</c>.</summary>
    public static string Answer(FaultAbortPlan abort) =>
        abort.IsGrpc ? "gRPC " + GrpcStatusNames.Of(abort.Status) : abort.Status.ToString(CultureInfo.InvariantCulture);

    private static string Injected(int perMillion) => "injected into " + Percent(perMillion) + " of the calls: ";
}
