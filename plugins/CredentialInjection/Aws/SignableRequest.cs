namespace CredentialInjection.Aws;

/// <summary>What of a request, besides its headers, is signed. Spans of whoever made it.</summary>
internal readonly ref struct SignableRequest
{
    public required ReadOnlySpan<byte> Method { get; init; }

    /// <summary>The path as it is sent.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>The query as it is sent, without its question mark.</summary>
    public required ReadOnlySpan<byte> Query { get; init; }

    /// <summary>SHA-256 of the body in lower-case hexadecimal, or a word like <c>UNSIGNED-PAYLOAD</c>.</summary>
    public required ReadOnlySpan<byte> PayloadHash { get; init; }
}
