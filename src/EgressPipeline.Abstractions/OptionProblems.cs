namespace EgressPipeline;

/// <summary>Collects what is wrong with options; the host adds file, line and column. Not thread-safe.</summary>
public sealed class OptionProblems
{
    private readonly List<(string Path, string Message)> _items = [];

    /// <summary>What was reported.</summary>
    public IReadOnlyList<(string Path, string Message)> Items => _items;

    /// <summary>Reports a finding.</summary>
    /// <param name="path">The option as YAML spells it: <c>rate</c>, <c>keys[2].name</c>; empty for the whole.</param>
    /// <param name="message">What is wrong and what to write instead; never a secret.</param>
    public void Add(string path, string message) => _items.Add((path, message));
}
