using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Tests.Compilation;

public sealed class HeaderValueTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("%%", "%")]
    [InlineData("100%% sure", "100% sure")]
    public void Operation_WithoutSubstitution_IsTheText(string written, string sent)
    {
        var operation = Compile(written);
        Assert.Empty(operation.Segments);
        Assert.Equal(sent, System.Text.Encoding.UTF8.GetString(operation.Value));
    }

    [Theory]
    [InlineData("%REQ(X-A)%", "%REQ(x-a)%")]
    [InlineData("a%REQ(:Path?x):7%%%b", "a%REQ(:path?x):7%%%b")]
    [InlineData("%HOSTNAME%%PROTOCOL%", "%HOSTNAME%%PROTOCOL%")]
    [InlineData("%DOWNSTREAM_DIRECT_REMOTE_PORT%", "%DOWNSTREAM_REMOTE_PORT%")]
    [InlineData("%RESP(x-a)% %RESPONSE_CODE%", "%RESP(x-a)% %RESPONSE_CODE%")]
    public void Operation_WithSubstitutions_IsPutTogether(string written, string read)
    {
        var operation = Compile(written);
        Assert.Empty(operation.Value);
        Assert.Equal(read, HeaderWords.Value(operation));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%REQ(x)")]
    [InlineData("%REQ(x%")]
    [InlineData("%req(x)%")]
    [InlineData("%REQ()%")]
    [InlineData("%REQ(x?)%")]
    [InlineData("%REQ(x):%")]
    [InlineData("%REQ(x):2147483648%")]
    [InlineData("%RESP(:status)%")]
    [InlineData("%PROTOCOL()%")]
    public void Parse_WhatIsNoSubstitution_SaysWhy(string value) => Assert.NotNull(new HeaderValueParser(value, isAnswer: true).Problem);

    private static HeaderOperation Compile(string value)
    {
        var result = PolicyCompiler.Compile([new PolicyFile("v.yaml", """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: a}
            spec:
              hosts: [a.test]
              http:
              - headers: {response: {set: {x-a: 'VALUE'}}}
                route: [{destination: {host: a.test}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: a}
            spec: {hosts: [a.test], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]}
            """.Replace("VALUE", value, StringComparison.Ordinal))], WorkloadContext.Unknown);
        Assert.Empty(result.Diagnostics);
        return Assert.Single(result.Plan!.Hosts[0].HttpRoutes![0].Headers.ResponseSet);
    }
}
