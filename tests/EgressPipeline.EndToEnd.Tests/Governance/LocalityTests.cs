using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class LocalityTests
{
    private const string Host = "api.example.com";

    [Fact]
    public async Task EndpointsNearby_GetEveryCall_UntilTheyFail()
    {
        await using var near = SimpleHttpServer.Start("near");
        await using var far = SimpleHttpServer.Start("far");
        await using var scene = await Scene.StartAsync(PolicyText.Join(
            $$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: api }
            spec:
              hosts: [{{Host}}]
              ports: [{ number: 80, name: http, protocol: HTTP }]
              resolution: STATIC
              endpoints:
              - { address: 127.0.0.1, ports: { http: {{far.EndPoint.Port}} }, locality: us/1 }
              - { address: 127.0.0.1, ports: { http: {{near.EndPoint.Port}} }, locality: eu/1 }

            """,
            PolicyText.Destination(Host, "trafficPolicy:\n  loadBalancer: { localityLbSetting: { enabled: true } }\n  outlierDetection: { consecutive5xxErrors: 2, baseEjectionTime: 60s }")),
            "--labels", "topology.kubernetes.io/region=eu,topology.kubernetes.io/zone=1");

        for (var i = 0; i < 10; i++)
            Assert.Equal("hello from near\n", (await scene.GetAsync($"http://{Host}/")).Text);
        near.Respond = _ => new SimpleResponse(500);
        for (var i = 0; i < 2; i++)
            Assert.Equal(500, (await scene.GetAsync($"http://{Host}/")).Status);
        for (var i = 0; i < 10; i++)
            Assert.Equal("hello from far\n", (await scene.GetAsync($"http://{Host}/")).Text);
    }
}
