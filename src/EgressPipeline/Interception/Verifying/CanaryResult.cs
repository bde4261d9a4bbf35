namespace EgressPipeline.Interception.Verifying;

/// <summary>What became of a dialled canary.</summary>
internal enum CanaryResult
{
    /// <summary>The sidecar answered.</summary>
    Intercepted,

    /// <summary>Refused or reset: the rules lead to a port where no sidecar listens, or something on the way refuses.</summary>
    Refused,

    /// <summary>Nothing came back in time, or something else answered: it went to the outside.</summary>
    NotIntercepted,

    /// <summary>The family has no route, so that nothing can leave by it.</summary>
    NoRoute,
}
