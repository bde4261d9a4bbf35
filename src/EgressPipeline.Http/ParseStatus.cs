namespace EgressPipeline.Http;

/// <summary>How far a parser came.</summary>
public enum ParseStatus
{
    /// <summary>The whole unit (head, body) was read.</summary>
    Done,
    /// <summary>What is here is valid so far; more bytes are needed.</summary>
    NeedMore,
    /// <summary>Refused; the accompanying <see cref="HttpParseError"/> says why. The connection cannot be used further.</summary>
    Error,
}
