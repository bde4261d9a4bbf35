using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Decisions;

/// <summary>Where redirects lead, as Envoy builds the location.</summary>
public sealed class RedirectTests
{
    [Theory]
    [InlineData("uri: /new", 80, "/old", "http://a.test/new")]
    [InlineData("uri: /new", 8080, "/old", "http://a.test:8080/new")]
    [InlineData("scheme: https", 80, "/old", "https://a.test/old")] // 80 is http's own
    [InlineData("scheme: https", 8080, "/old", "https://a.test:8080/old")]
    [InlineData("scheme: https, port: 8443", 80, "/old", "https://a.test:8443/old")]
    [InlineData("authority: b.test", 8080, "/old", "http://b.test/old")]
    [InlineData("derivePort: FROM_PROTOCOL_DEFAULT, uri: /new", 8080, "/old", "http://a.test/new")]
    [InlineData("derivePort: FROM_REQUEST_PORT, authority: b.test", 8080, "/old", "http://b.test:8080/old")]
    [InlineData("derivePort: FROM_REQUEST_PORT, scheme: https", 80, "/old", "https://a.test:80/old")]
    [InlineData("prefixRewrite: /new", 80, "/old/x", "http://a.test/new/x")]
    [InlineData("prefixRewrite: /", 80, "/old", "http://a.test/")]
    [InlineData("prefixRewrite: /n", 80, "/older", "http://a.test/ner")]
    public void LocationFor_Call_IsTheTarget(string redirect, int port, string path, string location)
    {
        var plan = TestPolicies.Plan(
            TestPolicies.Service("a.test", "80 HTTP", "8080 HTTP")
            + TestPolicies.VirtualService("a.test", "http:\n- match: [{uri: {prefix: /old}}]\n  redirect: {" + redirect + "}"));
        var call = TestCall.Http("a.test", port) with { Path = path };
        var decision = call.Decide(plan);

        Assert.Equal(location, decision.Route!.Redirect!.LocationFor(call.Facts(), decision.Match));
    }

    [Fact]
    public void LocationFor_PrefixRewriteWithoutMatch_ReplacesTheSlash()
    {
        var plan = TestPolicies.Plan(TestPolicies.Service("a.test", "80 HTTP") + TestPolicies.VirtualService("a.test", "http:\n- redirect: {prefixRewrite: /new/}"));
        var call = TestCall.Http("a.test") with { Path = "/x" };

        Assert.Equal("http://a.test/new/x", call.Decide(plan).Route!.Redirect!.LocationFor(call.Facts(), null));
    }
}
