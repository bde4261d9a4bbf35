using EgressPipeline.TestKit;

namespace TemplateName.Tests;

public sealed class TemplateNameFilterTests
{
    [Fact]
    public async Task Request_OfTheApplication_ArrivesWithTheHeader()
    {
        await using var sidecar = await new SidecarSetup().Bind<TemplateNameFilter>("text: hello").StartAsync();

        await sidecar.GetAsync("/");

        var request = Assert.Single(sidecar.Service.Requests).Message;
        Assert.Equal("hello", request.Header("x-template-name"));
        (await sidecar.RecordAsync()).AssertAnswered();
        Assert.Equal(1, await sidecar.MetricAsync("egress_filter_template_name_marked_total"));
    }

    [Fact]
    public async Task Request_ThatBringsTheHeader_IsRefused()
    {
        await using var sidecar = await new SidecarSetup().Bind<TemplateNameFilter>("text: hello").StartAsync();

        var answer = await sidecar.GetAsync("/", "x-template-name: mine\r\n");

        Assert.Equal(403, answer.Status);
        Assert.Empty(sidecar.Service.Requests);
        (await sidecar.RecordAsync()).AssertEndedBy("template-name", 403);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("text: \"\"")]
    [InlineData("{ text: hello, header: connection }")]
    public async Task Options_NotValid_RefuseTheStart(string config) =>
        await Assert.ThrowsAsync<SidecarRefusedException>(() => new SidecarSetup().Bind<TemplateNameFilter>(config).StartAsync());

    [Fact]
    public void Phase_InSteadyState_AllocatesNothing()
    {
        using var parts = new FilterParts();
        var phases = new PhaseDriver(new TemplateNameFilter(parts.Context(new TemplateNameOptions { Text = "hello" })));
        var exchange = new MemoryExchange("GET", "api.example.com", "/");

        Allocations.AssertNone(() =>
        {
            phases.Request(exchange);
            phases.Complete(exchange);
            exchange.Sent.Remove("x-template-name"u8);
        });
    }
}
