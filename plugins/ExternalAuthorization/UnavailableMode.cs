namespace ExternalAuthorization;

/// <summary>What becomes of a call about which the authorizer cannot be asked.</summary>
public enum UnavailableMode
{
    /// <summary>It is refused.</summary>
    Closed,
    /// <summary>It passes.</summary>
    Open,
}
