using EgressPipeline.Policies;
using EgressPipeline.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace EgressPipeline.Tests.Policies;

/// <summary>Real files and their real events; only the waits between are the test's.</summary>
public sealed class PolicyWatcherTests
{
    [Fact]
    public async Task FileGoodThenBadThenGood_IsFollowedByItself()
    {
        await using var rig = new ReloadRig();
        await rig.StartAsync();
        await using var watcher = new PolicyWatcher(rig.Reloader, rig.Upstream.Time, NullLogger<PolicyWatcher>.Instance);

        rig.Write("b.example.com");
        await UntilAsync(rig, () => rig.Host == "b.example.com", "the new file is in force");

        rig.WriteBroken();
        await UntilAsync(rig, () => rig.Reloader.Status.Failure is not null, "the broken file is noticed");
        Assert.Equal("b.example.com", rig.Host);

        rig.Write("c.example.com");
        await UntilAsync(rig, () => rig.Host == "c.example.com", "the repaired file is in force");
        Assert.Null(rig.Reloader.Status.Failure);
        Assert.Equal(3, rig.Reloader.Status.Generation);
    }

    [Fact]
    public async Task ReloadThatThrows_DoesNotEndTheWatch()
    {
        await using var rig = new ReloadRig();
        await rig.StartAsync();
        await using var watcher = new PolicyWatcher(rig.Reloader, rig.Upstream.Time, NullLogger<PolicyWatcher>.Instance);

        rig.Fault = new InvalidOperationException("a bug");
        rig.Write("b.example.com");
        await UntilAsync(rig, () => rig.Reloader.Status.Failure is not null, "the fault is noticed");

        rig.Fault = null;
        rig.Write("c.example.com");
        await UntilAsync(rig, () => rig.Host == "c.example.com", "the watch goes on");
    }

    private static Task UntilAsync(ReloadRig rig, Func<bool> condition, string what) => Deadline.UntilAsync(() =>
    {
        rig.Upstream.Time.Advance(PolicyWatcher.Debounce);
        return condition();
    }, what);
}
