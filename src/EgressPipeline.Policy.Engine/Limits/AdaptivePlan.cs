namespace EgressPipeline.Policy.Limits;

/// <summary>A bound on requests at once that follows how long they take, as Envoy's gradient controller finds it.</summary>
/// <param name="MinConcurrency">The least that is let through, and what is let through while the best time is measured.</param>
/// <param name="MaxConcurrency">The most.</param>
/// <param name="UpdateInterval">How often the bound is set anew.</param>
/// <param name="Percentile">Which of the times of an interval counts, 0 to 100.</param>
/// <param name="MinRttInterval">How often the best time is measured.</param>
/// <param name="MinRttRequests">Requests that are measured for it.</param>
/// <param name="JitterPercent">By how much more than the interval at most passes between measurements.</param>
/// <param name="BufferPercent">By how much times may exceed the best one before the bound goes down.</param>
public sealed record AdaptivePlan(int MinConcurrency, int MaxConcurrency, TimeSpan UpdateInterval, double Percentile, TimeSpan MinRttInterval, int MinRttRequests, double JitterPercent, double BufferPercent)
{
    /// <summary>Envoy's values where it has any.</summary>
    public static readonly AdaptivePlan Default = new(3, 1000, TimeSpan.FromMilliseconds(100), 50, TimeSpan.FromSeconds(60), 50, 15, 25);
}
