namespace EgressPipeline.TestSupport;

/// <summary>Long tests run only when asked for: <c>tests/run.sh --fuzz --soak</c> (<c>EGRESS_LONG_TESTS="fuzz soak"</c>).</summary>
public static class LongRun
{
    public const string NotAsked = "a long test: ask for it with tests/run.sh --fuzz or --soak";

    private static readonly string[] Asked =
        (Environment.GetEnvironmentVariable("EGRESS_LONG_TESTS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True when the long fuzz runs were asked for.</summary>
    public static bool Fuzz { get; } = Asked.Contains("fuzz");

    /// <summary>True when the long soak tests were asked for.</summary>
    public static bool Soak { get; } = Asked.Contains("soak");
}
