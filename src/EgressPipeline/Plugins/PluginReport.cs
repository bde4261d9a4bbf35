using EgressPipeline.Filters;

namespace EgressPipeline.Plugins;

/// <summary>One plugin folder and what was found in it. Filled while it is looked at, read-only afterwards.</summary>
/// <param name="name">Name of the folder.</param>
internal sealed class PluginReport(string name)
{
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];

    public string Name { get; } = name;

    /// <summary>Its filters; may be some although another one is refused.</summary>
    public List<FilterDescriptor> Filters { get; } = [];

    /// <summary>The contract version it was built against; null when that could not be read.</summary>
    public Version? Contract { get; set; }

    /// <summary>Why it, or one of its filters, cannot be used: one line each that begins with its name and says what to do.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public IReadOnlyList<string> Warnings => _warnings;

    public void Refuse(string problem) => _problems.Add($"plugin '{Name}': {problem}");

    public void Warn(string warning) => _warnings.Add($"plugin '{Name}': {warning}");
}
