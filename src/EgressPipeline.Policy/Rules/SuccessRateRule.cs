using System.Globalization;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Rules;

/// <summary>The annotation that adds success rate ejection to a DestinationRule's outlier detection.</summary>
internal static class SuccessRateRule
{
    public const string Annotation = "egresspipeline.dev/success-rate";

    /// <summary>Reads <c>minimumHosts=5, requestVolume=100, stdevFactor=1900</c>; what is left out is as in Envoy, and so is all of it for <c>on</c>.</summary>
    /// <param name="text">The annotation's value.</param>
    /// <param name="problem">What is wrong when null comes back; otherwise empty.</param>
    public static SuccessRatePlan? Read(string text, out string problem)
    {
        var plan = SuccessRatePlan.Default;
        problem = "";
        if (text.Trim() == "on")
            return plan;
        foreach (var part in text.Split(','))
        {
            var setting = part.Split('=');
            if (setting.Length != 2 || !int.TryParse(setting[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) || With(plan, setting[0].Trim(), value) is not { } changed)
            {
                problem = "'" + part.Trim() + "' is none of minimumHosts=N, requestVolume=N (1 and up) and stdevFactor=N (thousandths)";
                return null;
            }
            plan = changed;
        }
        return plan;
    }

    private static SuccessRatePlan? With(SuccessRatePlan plan, string name, int value) => name switch
    {
        "minimumHosts" when value > 0 => plan with { MinimumHosts = value },
        "requestVolume" when value > 0 => plan with { RequestVolume = value },
        "stdevFactor" => plan with { StdevFactor = value },
        _ => null,
    };
}
