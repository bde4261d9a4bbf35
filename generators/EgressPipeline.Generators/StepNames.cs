namespace EgressPipeline.Generators;

/// <summary>The steps of the pipeline, by which tests ask what was done again and what was not.</summary>
internal static class StepNames
{
    public const string Project = "EgressProject";
    public const string Files = "EgressFiles";
    public const string Tables = "EgressTables";
    public const string Outcomes = "EgressOutcomes";
    public const string Findings = "EgressFindings";
    public const string Specs = "EgressSpecs";
    public const string OwnFilters = "EgressOwnFilters";
    public const string ReferencedFilters = "EgressReferencedFilters";
    public const string Filters = "EgressFilters";
    public const string IsHost = "EgressIsHost";
    public const string Composed = "EgressComposed";
}
