using System.Net;
using System.Reflection;
using EgressPipeline.TestKit.Tests.Recipes;

namespace EgressPipeline.TestKit.Tests;

/// <summary>The filters of docs/filters/recipes.md: they are there word for word, and do what the page says.</summary>
public sealed class RecipeTests
{
    private static readonly string Root = typeof(RecipeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "RepositoryRoot").Value!;

    [Fact]
    public void Page_Recipes_AreTheFilesThatAreTested()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "filters", "recipes.md"));
        var files = Directory.GetFiles(Path.Combine(Root, "tests", "EgressPipeline.TestKit.Tests", "Recipes"), "*.cs");
        Assert.NotEmpty(files);
        Assert.Empty(files.Where(file => !page.Contains("```csharp\n" + WithoutNamespace(File.ReadAllText(file)) + "```", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    [Theory, InlineData("{\"a\": 1}", 200), InlineData("", 200), InlineData("{\"a\": 1", 415), InlineData("hello", 415)]
    public async Task JsonOnly_Body_IsJudgedBeforeTheServiceIsCalled(string body, int status)
    {
        await using var sidecar = await new SidecarSetup().Bind<JsonOnlyFilter>().StartAsync();
        Assert.Equal(status, (await sidecar.PostAsync("/", body)).Status);
        Assert.Equal(status == 200 ? 1 : 0, sidecar.Service.Requests.Count);
    }

    [Fact]
    public async Task Capitals_Answer_HasThem()
    {
        await using var sidecar = await new SidecarSetup().Bind<CapitalsFilter>().StartAsync();
        Assert.Equal("HELLO FROM UPSTREAM\n", (await sidecar.GetAsync()).Text);
    }

    [Fact]
    public async Task OneAtATime_SecondCallMeanwhile_IsRefusedAndTheThirdPasses()
    {
        await using var sidecar = await new SidecarSetup().Bind<OneAtATimeFilter>().StartAsync();
        var during = 0;
        sidecar.Service.Respond = request =>
        {
            if (request.Message.Target == "/first")
                during = sidecar.GetAsync("/second").GetAwaiter().GetResult().Status;
            return null;
        };

        Assert.Equal(200, (await sidecar.GetAsync("/first")).Status);

        Assert.Equal(429, during);
        Assert.Equal(200, (await sidecar.GetAsync("/third")).Status);
    }

    [Fact]
    public async Task Ask_WhatAnotherServiceSays_Decides()
    {
        await using var other = SimpleHttpServer.Start();
        other.Respond = request => new SimpleResponse(request.Message.Target == "/good" ? 200 : 404);
        await using var sidecar = await new SidecarSetup().Bind<AskFilter>($"address: http://{other.EndPoint}").StartAsync();

        Assert.Equal(200, (await sidecar.GetAsync("/good")).Status);
        Assert.Equal(403, (await sidecar.GetAsync("/bad")).Status);
        other.Stop();
        Assert.Equal(500, (await sidecar.GetAsync("/good")).Status);
    }

    [Fact]
    public async Task Again_ServiceThatIsBusyOnce_IsCalledTwice()
    {
        await using var sidecar = await new SidecarSetup().Bind<AgainFilter>().StartAsync();
        var calls = 0;
        sidecar.Service.Respond = _ => new SimpleResponse(++calls == 1 ? 503 : 200);

        Assert.Equal(200, (await sidecar.GetAsync()).Status);

        Assert.Equal(2, sidecar.Service.Requests.Count);
    }

    [Fact]
    public async Task NoTunnels_ConnectToAHostOfTls_IsRefusedAndARequestPasses()
    {
        await using var sidecar = await new SidecarSetup().Know<NoTunnelsFilter>().Policies(PolicyText.Service("tls.example.com", 443, "TLS", new IPEndPoint(IPAddress.Loopback, 1))).Policies("""
            apiVersion: egresspipeline.dev/v1
            kind: FilterBinding
            metadata: { name: no-tunnels, namespace: default }
            spec: { filter: no-tunnels }
            """).StartAsync();

        Assert.Equal(403, (await sidecar.SendAsync("CONNECT tls.example.com:443 HTTP/1.1\r\nHost: tls.example.com:443\r\n\r\n")).Status);
        Assert.Equal(200, (await sidecar.GetAsync()).Status);
    }

    private static string WithoutNamespace(string source) =>
        string.Join('\n', source.Split('\n').Where(line => !line.StartsWith("namespace ", StringComparison.Ordinal))).TrimStart('\n').Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
}
