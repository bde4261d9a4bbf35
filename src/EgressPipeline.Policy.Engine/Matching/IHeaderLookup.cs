namespace EgressPipeline.Policy.Matching;

/// <summary>Read access to the headers of a call, for matching.</summary>
public interface IHeaderLookup
{
    /// <summary>
    /// The value of a header; several fields of one name are joined by a comma as RFC 9110 §5.3 says.
    /// The span is valid until the call's next change.
    /// </summary>
    /// <param name="lowerCaseName">The name in lower case.</param>
    bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value);
}
