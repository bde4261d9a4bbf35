namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>Names of the fields that regions speak of, and of hosts that are none.</summary>
public static class RegionFields
{
    public const string Methods = "methods";
    public const string Paths = "paths";
    public const string Callers = "callers";
    public const string SourceAddresses = "source addresses";

    /// <summary>In place of a host: calls that carry no name.</summary>
    public const string NoName = "no name";
}
