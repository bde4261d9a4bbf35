using EgressPipeline.Policy.Testing;
using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Testing;

/// <summary>Runs PolicyTests written in tests against <see cref="ShopPolicies"/>.</summary>
internal static class Tested
{
    public const string File = "tests.yaml";

    /// <summary>The cases as a YAML list; what stands before them in spec may be given.</summary>
    public static string Document(string cases, string spec = "", string name = "calls") => $"""
        apiVersion: egresspipeline.dev/v1
        kind: PolicyTest
        metadata: {"{"} name: {name}, namespace: shop {"}"}
        spec:
        {TestPolicies.Indent(spec, 2)}
          cases:
        {TestPolicies.Indent(cases, 2)}

        """;

    public static PolicyTestReport Run(string cases, string spec = "", string? policies = null)
    {
        var report = PolicyTestRunner.Run([new PolicyFile(ShopPolicies.File, policies ?? ShopPolicies.Yaml), new PolicyFile(File, Document(cases, spec))]);
        Assert.True(report.WasRun, string.Join("\n", report.Diagnostics));
        return report;
    }

    /// <summary>The result of a single case.</summary>
    public static CaseResult One(string @case, string? policies = null) => Assert.Single(Run(@case, "", policies).Cases);

    public static string Explain(CaseResult result) => result.Status + "\n" + string.Join("\n", result.Failures) + string.Join("\n", result.Problems);
}
