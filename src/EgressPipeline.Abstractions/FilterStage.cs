namespace EgressPipeline;

/// <summary>Where in the life of a request a filter stands; filters run in the order of the members.</summary>
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
    /// <summary>After routing: headers, credentials, limits, inspection.</summary>
    Request,
}
