namespace CustomHost;

/// <summary>What becomes of a call that asks for another version of an API.</summary>
public enum OtherVersion
{
    /// <summary>It gets the pinned one.</summary>
    Replace,

    /// <summary>It is refused.</summary>
    Refuse,
}
