using EgressPipeline.Generators.Model;
using EgressPipeline.Policy;

namespace EgressPipeline.Generators.Inputs;

/// <summary>What one table is made of.</summary>
internal sealed record TableSource
{
    /// <summary>C# namespace; empty = the global one.</summary>
    public required string Namespace { get; init; }
    public required string Class { get; init; }

    /// <summary>The settings of all its items joined; only one may write each.</summary>
    public required TableUse Settings { get; init; }

    /// <summary>By path, each once.</summary>
    public required EquatableArray<TableFile> Files { get; init; }

    /// <summary>What is wrong with the items themselves; then the policies are not looked at.</summary>
    public required EquatableArray<FindingSpec> Problems { get; init; }
}

/// <summary>One file of a table.</summary>
/// <param name="ShownPath">Relative to the project.</param>
/// <param name="Path">As the compiler knows it.</param>
/// <param name="Text">Null when it cannot be read.</param>
internal sealed record TableFile(string ShownPath, string Path, string? Text)
{
    public PolicyFile ToPolicyFile() => new(ShownPath, Text ?? "");
}
