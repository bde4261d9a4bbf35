using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>What every document says about itself.</summary>
public sealed record ResourceMeta
{
    public const string DefaultNamespace = "default";

    public required string ApiVersion { get; init; }
    public required string Kind { get; init; }
    public required string Name { get; init; }

    /// <summary><c>metadata.namespace</c>, or <c>default</c> as Kubernetes does.</summary>
    public string Namespace { get; init; } = DefaultNamespace;
    public IReadOnlyDictionary<string, Located<string>> Labels { get; init; } = new Dictionary<string, Located<string>>();
    public IReadOnlyDictionary<string, Located<string>> Annotations { get; init; } = new Dictionary<string, Located<string>>();

    /// <summary>The first line of the document's mapping.</summary>
    public required SourceRef Source { get; init; }

    /// <summary>True when fields of the document were reported as wrong: then advice about fields that are missing is out of place.</summary>
    public bool HasUnreadFields { get; init; }

    /// <summary><c>Kind/namespace/name</c>, the stem of every rule id.</summary>
    public string Id => Kind + "/" + Namespace + "/" + Name;
}
