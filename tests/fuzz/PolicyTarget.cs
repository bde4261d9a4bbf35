using System.Text;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Image;
using EgressPipeline.Policy.Validation;

/// <summary>
/// Policy text through reader, validator and compiler: nothing throws, every finding has a place in the file, there is a
/// plan exactly when there is no error, and the plan's image reads back.
/// </summary>
internal static class PolicyTarget
{
    private const string Path = "policy.yaml";

    public static void Run(byte[] bytes)
    {
        var file = new PolicyFile(Path, Encoding.UTF8.GetString(bytes));
        var lines = 1 + file.Text.Count(c => c is '\n' or '\r');
        foreach (var options in (ValidationOptions[])[ValidationOptions.Default, ValidationOptions.Isolated])
        {
            var result = PolicyCompiler.Compile([file], WorkloadContext.Unknown, options);
            foreach (var diagnostic in result.Diagnostics)
                if (diagnostic.Source.File != Path || diagnostic.Source.Line < 0 || diagnostic.Source.Line > lines || (diagnostic.Source.Line > 0 && diagnostic.Source.Column < 1))
                    throw new InvalidOperationException("no place: " + diagnostic);
            var hasErrors = result.Diagnostics.Any(d => d.Severity == Severity.Error);
            if (options.FollowReferences && result.Plan is null != hasErrors)
                throw new InvalidOperationException("a plan with errors, or none without");
            if (result.Plan is { } plan)
                _ = PlanImage.Read(PlanImage.Write(plan));
        }
    }
}
