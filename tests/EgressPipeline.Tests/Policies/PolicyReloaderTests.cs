using EgressPipeline.Policies;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Tests.Policies;

public sealed class PolicyReloaderTests
{
    [Fact]
    public async Task Reload_UnchangedFiles_DoesNothing()
    {
        await using var rig = new ReloadRig();
        await rig.StartAsync();

        Assert.Equal(PolicyReloadResult.Unchanged, (await rig.Reloader.ReloadAsync(force: false, default)).Result);
        Assert.Equal(1, rig.Reloader.Status.Generation);
    }

    [Fact]
    public async Task Reload_GoodThenBadThenGood_KeepsTheLastGoodPlanMeanwhile()
    {
        await using var rig = new ReloadRig();
        await rig.StartAsync();

        rig.WriteBroken();
        Assert.Equal(PolicyReloadResult.Refused, (await rig.Reloader.ReloadAsync(force: false, default)).Result);
        Assert.Equal("a.example.com", rig.Host);
        Assert.NotNull(rig.Reloader.Status.Failure);

        rig.Write("b.example.com");
        Assert.Equal(PolicyReloadResult.Published, (await rig.Reloader.ReloadAsync(force: false, default)).Result);
        Assert.Equal("b.example.com", rig.Host);
        Assert.Null(rig.Reloader.Status.Failure);
        Assert.Equal(2, rig.Reloader.Status.Generation);
    }

    [Fact]
    public async Task Reload_CompilerThrows_IsLoggedAndTheNextReloadWorks()
    {
        await using var rig = new ReloadRig();
        await rig.StartAsync();

        rig.Write("b.example.com");
        rig.Fault = new InvalidOperationException("a bug");
        Assert.Equal(PolicyReloadResult.Refused, (await rig.Reloader.ReloadAsync(force: true, default)).Result);
        Assert.Equal("a.example.com", rig.Host);
        Assert.Contains(rig.Log, line => line.Level == LogLevel.Critical);
        Assert.Contains("a bug", rig.Reloader.Status.Failure!.Summary, StringComparison.Ordinal);

        rig.Fault = null;
        Assert.Equal(PolicyReloadResult.Published, (await rig.Reloader.ReloadAsync(force: true, default)).Result);
        Assert.Equal("b.example.com", rig.Host);
    }
}
