namespace EgressPipeline.Clusters;

/// <summary>The live state of every cluster of one plan.</summary>
internal sealed class ClusterSet
{
}
