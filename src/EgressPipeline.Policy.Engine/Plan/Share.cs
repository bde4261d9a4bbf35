namespace EgressPipeline.Policy.Plan;

/// <summary>Shares of calls in millionths, which is how fine Istio's percentages are.</summary>
public static class Share
{
    /// <summary>Every call.</summary>
    public const int Whole = 1_000_000;

    /// <summary>A percentage as a share; what is finer than a millionth is cut off, as in Istio.</summary>
    /// <param name="percent">0..100.</param>
    public static int OfPercent(double percent) => (int)(percent * (Whole / 100));

    /// <summary>Draws whether one call belongs to a share. All and nothing are not drawn.</summary>
    /// <param name="perMillion">The share.</param>
    /// <param name="random">Where chance comes from.</param>
    public static bool IsDrawn(int perMillion, Random random) => perMillion >= Whole || (perMillion > 0 && random.Next(Whole) < perMillion);
}
