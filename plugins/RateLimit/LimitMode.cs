namespace RateLimit;

/// <summary>What becomes of a call that is over the limit.</summary>
public enum LimitMode
{
    /// <summary>It is answered with 429.</summary>
    Enforce,
    /// <summary>It is counted and passes.</summary>
    Report,
}
