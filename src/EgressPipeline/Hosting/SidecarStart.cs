namespace EgressPipeline.Hosting;

/// <summary>How a start went: a running sidecar, or why there is none.</summary>
/// <param name="Sidecar">The sidecar, serving; null when there are problems. Nothing stays open then.</param>
/// <param name="Problems">One line each, for the person who started it.</param>
/// <param name="Warnings">Findings in the policies that do not keep them from being served, one line each.</param>
internal sealed record SidecarStart(Sidecar? Sidecar, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings)
{
    public static SidecarStart Failed(params IReadOnlyList<string> problems) => new(null, problems, []);
}
