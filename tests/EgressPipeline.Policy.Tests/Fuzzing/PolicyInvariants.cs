using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Policy.Tests.Fuzzing;

/// <summary>What must hold whatever stands in a policy file.</summary>
internal static class PolicyInvariants
{
    private const string Path = "policy.yaml";

    /// <summary>Throws when the compiler does, or when what it says points nowhere.</summary>
    public static void Check(string text)
    {
        Check(text, ValidationOptions.Default);
        Check(text, ValidationOptions.Isolated);
    }

    private static void Check(string text, ValidationOptions options)
    {
        var result = PolicyCompiler.Compile([new PolicyFile(Path, text)], WorkloadContext.Unknown, options);
        var hasErrors = result.Diagnostics.Any(d => d.Severity == Severity.Error);
        if (result.Plan is null != (hasErrors || !options.FollowReferences))
            throw new InvalidOperationException($"a plan {(result.Plan is null ? "is missing" : "was made")} although {(hasErrors ? "there are errors" : "there are none")}");
        var lines = TextLines.Split(text.StartsWith('\uFEFF') ? text[1..] : text);
        foreach (var diagnostic in result.Diagnostics)
            if (!IsLocated(diagnostic, lines) || diagnostic.Message.Any(char.IsControl) || DiagnosticCatalogue.Find(diagnostic.Id) is null)
                throw new InvalidOperationException($"column {diagnostic.Source.Column}, end {diagnostic.End}: {diagnostic}");
    }

    private static bool IsLocated(PolicyDiagnostic diagnostic, string[] lines)
    {
        var (file, line, column) = diagnostic.Source;
        if (file != Path)
            return false;
        if (line == 0)
            return column == 0;
        // One behind the last character is where something is missing.
        return line <= lines.Length && column >= 1 && column <= lines[line - 1].Length + 1
            && (!diagnostic.End.IsKnown || diagnostic.End.Line > line || (diagnostic.End.Line == line && diagnostic.End.Column > column && diagnostic.End.Column <= lines[line - 1].Length + 1));
    }
}
