namespace EgressPipeline;

/// <summary>
/// Where in the life of a request a filter stands; filters run in the order of the members, and within a stage by their
/// before/after constraints, then by the order of their FilterBinding. A redirect starts again at
/// <see cref="Registry"/>: the stages from there to <see cref="Route"/> are run once more for the new destination.
/// </summary>
public enum FilterStage
{
    /// <summary>Facts about the caller are established.</summary>
    Identify,
    /// <summary>The declared service is looked up.</summary>
    Registry,
    /// <summary>Who may call what is decided.</summary>
    Authorize,
    /// <summary>The route, its rewrites and its cluster are chosen.</summary>
    Route,
    /// <summary>After routing: headers, credentials, limits, inspection. Most filters stand here.</summary>
    Request,
}
