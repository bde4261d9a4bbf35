using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text;

/// <summary>A node of a document: scalar, sequence or mapping, with the place where it begins.</summary>
internal abstract class YamlNode(SourceRef source)
{
    public SourceRef Source { get; } = source;

    /// <summary>How the node is called in messages: "a list", "a number" ….</summary>
    public abstract string Description { get; }

    public bool IsNull => this is YamlScalar { Kind: YamlScalarKind.Null };
}
