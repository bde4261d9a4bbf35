namespace RateLimit;

/// <summary>What is done while Redis does not answer.</summary>
public enum UnavailableMode
{
    /// <summary>Every sidecar counts for itself, with the same numbers.</summary>
    Local,
    /// <summary>Calls pass uncounted.</summary>
    Open,
    /// <summary>Calls are answered with 503.</summary>
    Closed,
}
