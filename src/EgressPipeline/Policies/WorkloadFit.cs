using EgressPipeline.Policy;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policies;

/// <summary>
/// Whether a plan that was made for one workload may serve the one that runs here. Namespace and labels have been decided upon
/// when it was compiled, so another workload would get policies that are not its own. What the run does not say is taken
/// from the plan.
/// </summary>
internal static class WorkloadFit
{
    public static string? FirstContradiction(PlanWorkload compiled, WorkloadContext running)
    {
        if (running.Namespace.Length > 0 && running.Namespace != compiled.Namespace)
            return $"was compiled for {Namespace(compiled.Namespace)}, but this workload is in {Namespace(running.Namespace)}; compile the policies with --namespace {running.Namespace}, or correct --namespace or --identity of the run";
        if (running.Labels.Count == 0)
            return null;
        foreach (var label in compiled.Labels)
        {
            running.Labels.TryGetValue(label.Name, out var value);
            if (!compiled.IsKnown || value != label.Value)
                return $"was compiled for a workload with {Label(label.Name, compiled.IsKnown ? label.Value : "?")}, but this one has {Label(label.Name, value)}, which its policies ask about; compile them with the workload's --labels, or leave --labels of the run out";
        }
        return null;
    }

    private static string Namespace(string name) => name.Length == 0 ? "no known namespace" : $"namespace '{name}'";

    private static string Label(string name, string? value) => value is null ? $"no label '{name}'" : value == "?" ? $"an unknown label '{name}'" : $"the label {name}={value}";
}
