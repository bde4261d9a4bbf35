namespace DataGuard;

/// <summary>What becomes of a body that cannot be looked into: another coding, broken data, or more of it than the bounds allow.</summary>
public enum UnscannableAction
{
    /// <summary>It is refused.</summary>
    Block,
    /// <summary>It passes and is counted.</summary>
    Pass,
}
