using Microsoft.Extensions.Time.Testing;
using RateLimit.Keys;

namespace RateLimit.Tests;

public sealed class KeyTableTests
{
    [Fact]
    public void Intern_SameText_IsTheSameStringWithoutAllocation()
    {
        var table = new KeyTable(10, TimeProvider.System);
        var first = table.Intern("a\nb\n");
        table.Intern("a\nb\n");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var second = table.Intern("a\nb\n");
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(first, second);
    }

    [Fact]
    public void Intern_Full_NewcomersShareUntilItBeginsAnew()
    {
        var time = new FakeTimeProvider();
        var table = new KeyTable(2, time);
        table.Intern("a");
        table.Intern("b");
        Assert.Equal(KeyTable.Shared, table.Intern("c"));
        Assert.Equal("a", table.Intern("a"));
        Assert.Equal(2, table.Count);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("c", table.Intern("c"));
        Assert.Equal(1, table.Count);
    }
}
