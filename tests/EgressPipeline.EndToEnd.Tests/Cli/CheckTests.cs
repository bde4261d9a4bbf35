using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Cli;

public sealed class CheckTests
{
    private static readonly string Route = PolicyText.Routes("reviews.example.com", "- route:\n  - destination: { host: reviews.example.com, subset: v2 }");

    [Fact]
    public async Task ReferenceToNothing_IsAFindingInASetAndNoneIsolated()
    {
        using var folder = new TempFolder();
        folder.Write("route.yaml", Route);

        var together = await EgressProcess.RunVerbAsync("check", folder.Path);
        var isolated = await EgressProcess.RunVerbAsync("check", folder.Path, "--isolated");

        Assert.Equal(1, together.ExitCode);
        Assert.Contains("EGP0901", together.Output, StringComparison.Ordinal);
        Assert.True(isolated.ExitCode == 0, isolated.Output);
    }

    [Fact]
    public async Task MistakeInADocument_IsAFindingIsolatedToo()
    {
        using var folder = new TempFolder();
        folder.Write("route.yaml", Route.Replace("subset", "subst", StringComparison.Ordinal));

        var isolated = await EgressProcess.RunVerbAsync("check", folder.Path, "--isolated");

        Assert.Equal(1, isolated.ExitCode);
        Assert.Contains("did you mean", isolated.Output, StringComparison.Ordinal);
    }
}
