using System.Text.Json;
using EgressPipeline.Generators.Tests;
using EgressPipeline.TestKit;

namespace EgressPipeline.Packages.Tests;

/// <summary>The packages, taken by projects that know nothing of this repository.</summary>
[Collection(nameof(PackageCollection))]
public sealed class PackageTests(PackageFeed feed)
{
    [Fact]
    public async Task Consumer_WithABadPolicy_FailsAtItsLineAndTheLogHasIt()
    {
        var project = await ConsumerAsync("Consumer", Yaml.Service("external-api", "api..example.com"));

        var built = await BuildAsync(project, "-p:ErrorLog=findings.sarif%2Cversion=2.1");

        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains(Path.Combine(project, "policies", "api.yaml") + "(5,11): error EGP0201: 'api..example.com' is not a valid host", built.Output);
        using var log = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(project, "findings.sarif"), TestContext.Current.CancellationToken));
        var found = log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Single(result => result.GetProperty("ruleId").GetString() == "EGP0201");
        var place = found.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.EndsWith("/policies/api.yaml", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("""{"startLine":5,"startColumn":11,"endLine":5,"endColumn":27}""", JsonSerializer.Serialize(place.GetProperty("region")));
    }

    [Fact]
    public async Task Tool_FromTheFeed_IsInstalledAndChecks()
    {
        var folder = Path.Combine(feed.Folder, "tools");
        var installed = await PackageFeed.DotnetAsync(feed.Folder, "tool", "install", "egress", "--version", PackageFeed.Version, "--tool-path", folder);
        Assert.True(installed.ExitCode == 0, installed.ToString());
        var policy = Path.Combine(feed.Folder, "tool.yaml");
        await File.WriteAllTextAsync(policy, Yaml.Service("external-api", "api..example.com"), TestContext.Current.CancellationToken);

        var check = await ExternalProgram.RunAsync(Path.Combine(folder, "egress"), ["check", "--format", "github", policy]);

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("EGP0201", check.Output);
    }

    private async Task<string> ConsumerAsync(string name, string policy)
    {
        var folder = Path.Combine(feed.Folder, Guid.NewGuid().ToString("n"), name);
        Directory.CreateDirectory(Path.Combine(folder, "policies"));
        await File.WriteAllTextAsync(Path.Combine(folder, "policies", "api.yaml"), policy);
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="EgressPipeline.Generators" Version="{PackageFeed.Version}" PrivateAssets="all" />
                <PackageReference Include="EgressPipeline.Abstractions" Version="{PackageFeed.Version}" />
              </ItemGroup>
            </Project>
            """);
        return folder;
    }

    private static Task<ProgramResult> BuildAsync(string folder, params string[] more) =>
        PackageFeed.DotnetAsync(folder, ["build", "-nologo", "-clp:NoSummary", "-v", "quiet", .. more]);
}
