namespace EgressPipeline.Policy.Rules;

/// <summary>A policy document of a kind that is compiled.</summary>
public interface IPolicyRule
{
    ResourceMeta Meta { get; }
}
