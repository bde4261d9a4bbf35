namespace DataGuard;

/// <summary>What becomes of a body in which a detector finds something.</summary>
public enum DetectorMode
{
    /// <summary>The detector does not look.</summary>
    Off,
    /// <summary>The finding is counted and logged; the body passes unchanged.</summary>
    Report,
    /// <summary>The finding is overwritten, byte for byte; the body keeps its length.</summary>
    Mask,
    /// <summary>The message is refused; no byte of the finding is sent on.</summary>
    Block,
}
