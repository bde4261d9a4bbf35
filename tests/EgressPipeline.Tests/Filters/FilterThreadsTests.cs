using EgressPipeline.Filters;

namespace EgressPipeline.Tests.Filters;

public sealed class FilterThreadsTests
{
    private const int Filter = 40; // beyond the first size of the cells

    [Fact]
    public void CallsOf_ManyThreads_AreAllCounted_AfterTheirEndAsWell()
    {
        var threads = new FilterThreads();
        Run(threads, count: 8, calls: 10_000);
        Assert.Equal(80_000, threads.CallsOf(Filter));

        GC.Collect();
        GC.WaitForPendingFinalizers();
        threads.Look(_ => { }, Filter + 1);

        Assert.Equal(80_000, threads.CallsOf(Filter));
        Assert.Equal(0, threads.CallsOf(Filter + 1));
    }

    [Fact]
    public void Here_TwoOwnersOnOneThread_AreKeptApart()
    {
        var (first, second) = (new FilterThreads(), new FilterThreads());

        first.Here.Calls.Increment(0);
        second.Here.Calls.Increment(0);
        first.Here.Calls.Increment(0);

        Assert.Equal((2, 1), (first.CallsOf(0), second.CallsOf(0)));
    }

    private static void Run(FilterThreads threads, int count, int calls)
    {
        var workers = Enumerable.Range(0, count).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < calls; i++)
                threads.Here.Calls.Increment(Filter);
        })).ToArray();
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
    }
}
