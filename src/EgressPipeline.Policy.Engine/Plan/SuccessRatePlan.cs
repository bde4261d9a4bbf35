namespace EgressPipeline.Policy.Plan;

/// <summary>
/// Ejects at each interval the endpoints whose share of successes lies more than a number of standard deviations below the mean of
/// all (Envoy's success rate ejection).
/// </summary>
/// <param name="MinimumHosts">So many endpoints must have had enough requests in the interval, 1 and up.</param>
/// <param name="RequestVolume">Requests in the interval that are enough, 1 and up.</param>
/// <param name="StdevFactor">Standard deviations in thousandths, 0 and up: 1900 is 1.9.</param>
public sealed record SuccessRatePlan(int MinimumHosts, int RequestVolume, int StdevFactor)
{
    /// <summary>What Envoy does when nothing is said.</summary>
    public static readonly SuccessRatePlan Default = new(5, 100, 1900);
}
