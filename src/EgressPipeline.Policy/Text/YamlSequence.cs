using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text;

/// <summary>A list.</summary>
internal sealed class YamlSequence(SourceRef source) : YamlNode(source)
{
    public List<YamlNode> Items { get; } = [];

    public override string Description => "a list";
}
