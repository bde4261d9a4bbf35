namespace CredentialInjection.Tests.Support;

/// <summary>Measures what code allocates once it is warm.</summary>
internal static class Allocations
{
    /// <summary>Bytes of the best of many windows: other tests of the process run meanwhile and share its pools.</summary>
    public static long Least(Action action)
    {
        var least = long.MaxValue;
        for (var window = 0; window < 50; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
