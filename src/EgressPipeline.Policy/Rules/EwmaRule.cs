using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Rules;

/// <summary>The annotation that chooses endpoints by how fast they answered.</summary>
internal static class EwmaRule
{
    public const string Annotation = "egresspipeline.dev/load-balancer";

    private const string Name = "PEAK_EWMA";
    private const string Decay = "decay=";

    private static readonly TimeSpan DefaultDecay = TimeSpan.FromSeconds(10);

    /// <summary>Reads <c>PEAK_EWMA</c> or <c>PEAK_EWMA, decay=10s</c> to the decay, which is more than zero; null for anything else.</summary>
    public static TimeSpan? Read(string text)
    {
        var parts = Array.ConvertAll(text.Split(','), static part => part.Trim());
        if (parts[0] != Name || parts.Length > 2)
            return null;
        if (parts.Length == 1)
            return DefaultDecay;
        return parts[1].StartsWith(Decay, StringComparison.Ordinal) && Duration.TryParse(parts[1].Substring(Decay.Length), out var decay, out _) && decay > TimeSpan.Zero ? decay : null;
    }
}
