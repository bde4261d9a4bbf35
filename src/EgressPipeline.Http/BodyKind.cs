namespace EgressPipeline.Http;

/// <summary>How the end of a message's body is found.</summary>
public enum BodyKind
{
    /// <summary>There is no body.</summary>
    None,
    /// <summary>Exactly <see cref="HttpHead.BodyLength"/> bytes follow (possibly none).</summary>
    ContentLength,
    /// <summary>The chunked coding delimits it.</summary>
    Chunked,
    /// <summary>Everything until the peer closes (responses only).</summary>
    UntilClose,
}
