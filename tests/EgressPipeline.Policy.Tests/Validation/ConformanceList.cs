namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Cases where the verdict differs from Istio's on purpose; docs/conformance.md gives the reasons.</summary>
internal static class ConformanceList
{
    public static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "TestValidateHTTPDirectResponse: with string body",
    };
}
