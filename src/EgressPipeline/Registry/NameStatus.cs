namespace EgressPipeline.Registry;

/// <summary>How a question for a name ended.</summary>
internal enum NameStatus
{
    Found,

    /// <summary>The name servers say that there is no such name or no address of it.</summary>
    NotFound,

    /// <summary>No usable answer: old addresses may be used for a while.</summary>
    Failed,
}
