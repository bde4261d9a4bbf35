using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Turns exact, prefix and regex into a condition on bytes.</summary>
internal static class StringMatchCompiler
{
    public static ByteMatch Compile(StringMatchRule rule, bool ignoreCase, DiagnosticBag bag)
    {
        switch (rule.Kind)
        {
            case StringMatchKind.Exact:
                return ByteMatch.Exact(rule.Value, ignoreCase);
            case StringMatchKind.Prefix:
                return ByteMatch.Prefix(rule.Value, ignoreCase);
            // Istio reads the pattern "*" as "is there".
            case StringMatchKind.Regex when rule.Value != "*":
                if (FullMatchRegex.TryCreate(rule.Value, out var regex, out var error))
                    return ByteMatch.Regex(regex!);
                bag.Report(ValueDiagnostics.BadRegex, rule.Source, rule.Value, error);
                return ByteMatch.Present;
            default:
                return ByteMatch.Present;
        }
    }
}
