namespace DataGuard.Codings;

internal enum DecodeStatus
{
    /// <summary>All of the source was taken, and more of it is needed.</summary>
    NeedMore,
    /// <summary>There is output, and there may be more of it before more source is needed.</summary>
    Output,
    /// <summary>The coded data is complete; what is left of the source does not belong to it.</summary>
    End,
    /// <summary>This is not what it says it is.</summary>
    Invalid,
}
