namespace EgressPipeline.Generators.Model;

/// <summary>A typed handle: one declared thing that code may name.</summary>
internal sealed record HandleSpec
{
    public required HandleKind Kind { get; init; }

    /// <summary>The nested class that holds it: one per document. Empty for services, which are documents themselves.</summary>
    public required string Group { get; init; }
    public required string Member { get; init; }

    /// <summary>As decisions print it: <c>VirtualService/default/payments#http[0]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name in the YAML, or the position where it has none; of a service <c>namespace/name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What <c>Index</c> of the handle's type says it is; -1 = none.</summary>
    public required int Index { get; init; }

    /// <summary>Relative to the project.</summary>
    public required string File { get; init; }

    /// <summary>1-based.</summary>
    public required int Line { get; init; }

    /// <summary>Host patterns concerned, in ordinal order.</summary>
    public required EquatableArray<string> Hosts { get; init; }
}

/// <summary>What a handle stands for.</summary>
internal enum HandleKind { Service, Route, Subset, Rule }
