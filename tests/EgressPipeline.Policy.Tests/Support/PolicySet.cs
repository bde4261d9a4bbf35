using System.Text;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>A policy file with the workload that it is compiled for.</summary>
/// <param name="Yaml">All documents.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Services">What the file declares, so that calls can be aimed at it.</param>
internal sealed record PolicySet(string Yaml, WorkloadContext Workload, RandomService[] Services)
{
    public CompilationResult Compile() => PolicyCompiler.Compile([new PolicyFile("random.yaml", Yaml)], Workload);

    /// <summary>Everything needed to try a failing case again by hand.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Yaml);
        text.Append("# namespace '").Append(Workload.Namespace).Append("', unregistered ").Append(Workload.Unregistered);
        foreach (var label in Workload.Labels)
            text.Append(", ").Append(label.Key).Append('=').Append(label.Value);
        return text.Append('\n').ToString();
    }
}
