using EgressPipeline.TestKit;

namespace EgressPipeline.Packages.Tests;

/// <summary>What README.md of samples/PolicyBuild promises, with the packages as published.</summary>
[Collection(nameof(PackageCollection))]
public sealed class PolicyBuildTests(PackageFeed feed)
{
    [Fact]
    public async Task Sample_AsItStands_BuildsDecidesAndShipsNoCompiler()
    {
        var sample = PolicyBuildSample.Copy(feed);

        var built = await sample.BuildAsync();
        Assert.True(built.ExitCode == 0, built.ToString());
        var output = Path.Combine(sample.Folder, "bin/Debug/net10.0");
        var run = await ExternalProgram.RunAsync("dotnet", [Path.Combine(output, "PolicyBuild.dll")]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Output, await File.ReadAllTextAsync(Path.Combine(sample.Folder, "README.md"), TestContext.Current.CancellationToken));
        string[] shipped = [.. Directory.GetFiles(output, "*.dll").Select(file => Path.GetFileName(file)).Where(name => !name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal))];
        Assert.Equal(["EgressPipeline.Abstractions.dll", "EgressPipeline.Policy.Engine.dll", "PolicyBuild.dll"], shipped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sample_WhoseRouteIsRenamed_DoesNotBuildWhereTheRouteIsUsed()
    {
        var sample = PolicyBuildSample.Copy(feed);
        sample.Replace("policies/payments.yaml", "name: charges", "name: charge");
        sample.Replace("policies/tests/checkout-test.yaml", "route: charges", "route: charge");

        await FailsAsync(sample, "ChargeKeyFilter.cs(15,116): error CS0117: 'Egress.Routes.Payments' does not contain a definition for 'Charges'");
    }

    [Theory]
    [InlineData("policies/weather.yaml", "resolution", "resolutoin", "policies/weather.yaml(9,3): error EGP0101: unknown field 'resolutoin'")]
    [InlineData("policies/callers.yaml", "methods: [GET, POST]", "methods: [GET]", "policies/tests/checkout-test.yaml(11,16): error EGP1210: a charge is made once, over verified TLS: verdict is expected to be allowed, but is denied")]
    public async Task Sample_WithAMistake_FailsTheBuildAtItsPlace(string file, string from, string to, string error)
    {
        Assert.SkipUnless(LongRun.Soak, LongRun.NotAsked);
        var sample = PolicyBuildSample.Copy(feed);
        sample.Replace(file, from, to);

        await FailsAsync(sample, error);
    }

    private static async Task FailsAsync(PolicyBuildSample sample, string error)
    {
        var built = await sample.BuildAsync();

        Assert.NotEqual(0, built.ExitCode);
        Assert.True(built.Output.Contains(Path.Combine(sample.Folder, error), StringComparison.Ordinal), built.ToString());
    }
}
