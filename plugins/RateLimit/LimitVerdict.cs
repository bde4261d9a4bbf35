namespace RateLimit;

/// <summary>Whether a call may pass.</summary>
internal enum LimitVerdict
{
    Passed,
    Over,
    /// <summary>Nobody could say: the shared count is out of reach.</summary>
    Unavailable,
}
