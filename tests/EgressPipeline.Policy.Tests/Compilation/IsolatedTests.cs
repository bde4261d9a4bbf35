using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Policy.Tests.Compilation;

/// <summary>Documents judged one by one, as they come out of a collection of examples or before their neighbours are written.</summary>
public sealed class IsolatedTests
{
    private const string RouteToElsewhere = "http: [{route: [{destination: {host: elsewhere.test, subset: v2, port: {number: 8080}}}]}]";

    private static CompilationResult Judge(string yaml, ValidationOptions options) =>
        PolicyCompiler.Compile([new PolicyFile("policy.yaml", yaml)], WorkloadContext.Unknown, options);

    private static string[] Errors(CompilationResult result) =>
        [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.Id)];

    [Fact]
    public void Compile_ReferenceToNothing_IsAnErrorInASetAndNoneAlone()
    {
        var yaml = TestPolicies.VirtualService("a.test", RouteToElsewhere);

        Assert.Contains("EGP0901", Errors(Judge(yaml, ValidationOptions.Default)));
        Assert.Empty(Judge(yaml, ValidationOptions.Isolated).Diagnostics);
    }

    [Fact]
    public void Compile_TwoDocumentsThatContradict_AreFineAlone()
    {
        var yaml = TestPolicies.VirtualService("a.test", RouteToElsewhere, "one") + TestPolicies.VirtualService("a.test", RouteToElsewhere, "two");

        Assert.Contains("EGP0904", Errors(Judge(yaml, ValidationOptions.Default)));
        Assert.Empty(Errors(Judge(yaml, ValidationOptions.Isolated)));
    }

    [Fact]
    public void Compile_MistakeInsideADocument_IsFoundAloneToo()
    {
        Assert.NotEmpty(Errors(Judge(TestPolicies.Service("a.test", "80 HTTP", "80 HTTP"), ValidationOptions.Isolated)));
        Assert.Contains("EGP0610", Errors(Judge(TestPolicies.Policy("CUSTOM", "- {}"), ValidationOptions.Isolated)));
    }

    [Fact]
    public void Compile_Alone_MakesNoPlan() => Assert.Null(Judge(TestPolicies.Service("a.test", "80 HTTP"), ValidationOptions.Isolated).Plan);
}
