namespace EgressPipeline.TestKit;

/// <summary>Measures what code allocates once it is warm.</summary>
public static class Allocations
{
    private const int Windows = 50;
    private const int CallsPerWindow = 100;

    /// <summary>
    /// Bytes that the thread allocated in the best of 50 windows of 100 calls: other tests of the process run meanwhile and share its
    /// pools, so only what is allocated every time is the code's own.
    /// </summary>
    /// <param name="action">Is called 5,000 times on this thread; what it does elsewhere is not seen.</param>
    public static long Least(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var least = long.MaxValue;
        for (var window = 0; window < Windows; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < CallsPerWindow; i++)
                action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    /// <summary>Asserts that the code allocates nothing in steady state.</summary>
    /// <param name="action">See <see cref="Least"/>.</param>
    /// <exception cref="AssertionFailedException">It does.</exception>
    public static void AssertNone(Action action)
    {
        var bytes = Least(action);
        if (bytes > 0)
            throw new AssertionFailedException($"expected no allocation in steady state; {CallsPerWindow} calls allocated {bytes} bytes at least");
    }
}
