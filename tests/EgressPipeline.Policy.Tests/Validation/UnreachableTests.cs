using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

public sealed class UnreachableTests
{
    [Theory]
    [InlineData("{uri: {prefix: /a}}", "{uri: {prefix: /ab}}", true)]
    [InlineData("{uri: {prefix: /a}}", "{uri: {exact: /abc}, method: {exact: GET}}", true)]
    [InlineData("{uri: {prefix: /}}", "{uri: {regex: '/x.*'}}", true)]
    [InlineData("{uri: {regex: '.*'}}", "{headers: {x: {exact: a}}}", true)]
    [InlineData("{headers: {x: {}}}", "{headers: {X: {exact: a}, y: {exact: b}}}", true)]
    [InlineData("{uri: {prefix: /a}, ignoreUriCase: true}", "{uri: {prefix: /a}}", true)]
    [InlineData("{uri: {prefix: /a}}", "{uri: {prefix: /a}, ignoreUriCase: true}", false)]
    [InlineData("{uri: {prefix: /ab}}", "{uri: {prefix: /a}}", false)]
    [InlineData("{uri: {prefix: /a}, method: {exact: GET}}", "{uri: {prefix: /a}}", false)]
    [InlineData("{uri: {prefix: /a}, port: 80}", "{uri: {prefix: /a}, port: 81}", false)]
    [InlineData("{uri: {regex: '/a.*'}}", "{uri: {exact: /ab}}", false)]
    [InlineData("{uri: {prefix: /a}, withoutHeaders: {x: {exact: a}}}", "{uri: {prefix: /a}}", false)]
    [InlineData("{uri: {prefix: /a}, sourceLabels: {app: x}}", "{uri: {prefix: /a}}", false)]
    public void HttpRule_AfterAnother_IsUnreachableOnlyWhenCovered(string first, string second, bool unreachable)
    {
        var yaml = $$"""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: x}
            spec:
              hosts: [a.com]
              http:
              - match: [{{first}}]
                directResponse: {status: 200}
              - match: [{{second}}]
                directResponse: {status: 201}
            """;
        var found = Checking.Check(yaml);
        Assert.Equal(unreachable, found.Any(d => d.Id == VirtualServiceDiagnostics.Unreachable.Id));
        Assert.DoesNotContain(found.Errors(), d => d.Id != VirtualServiceDiagnostics.Unreachable.Id);
    }

    [Fact]
    public void HttpRule_CoveredByTwoTogether_IsUnreachable()
    {
        var yaml = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: x}
            spec:
              hosts: [a.com]
              http:
              - {match: [{uri: {prefix: /a}}], directResponse: {status: 200}}
              - {match: [{uri: {prefix: /b}}], directResponse: {status: 200}}
              - {match: [{uri: {exact: /ax}}, {uri: {exact: /bx}}], directResponse: {status: 200}}
            """;
        Assert.Single(Checking.Check(yaml), d => d.Id == VirtualServiceDiagnostics.Unreachable.Id && d.Source.Line == 9);
    }
}
