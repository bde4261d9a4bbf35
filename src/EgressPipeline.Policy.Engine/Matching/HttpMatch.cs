using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// One alternative of an http rule: all of its conditions must hold. Absent conditions are null or empty. Immutable, safe
/// for concurrent use.
/// </summary>
public sealed class HttpMatch
{
    /// <summary>On the path without query; a prefix is a plain text prefix (<c>/foo</c> matches <c>/foobar</c>).</summary>
    public ByteMatch? Uri { get; init; }
    public ByteMatch? Scheme { get; init; }
    public ByteMatch? Method { get; init; }

    /// <summary>On the host, with or without the port as the condition is written.</summary>
    public ByteMatch? Authority { get; init; }
    public NamedMatch[] Headers { get; init; } = [];
    public NamedMatch[] WithoutHeaders { get; init; } = [];
    public NamedMatch[] QueryParameters { get; init; } = [];

    /// <summary>The called port; 0 = any.</summary>
    public int Port { get; init; }
    public SourceRef Source { get; init; }

    /// <summary>True when a rewrite of the path replaces only the matched prefix.</summary>
    public bool IsPrefixMatch => Uri is { Kind: ByteMatchKind.Prefix };

    /// <summary>Bytes of the path that the prefix condition covers; 0 for another kind of condition.</summary>
    public int MatchedPrefixLength(ReadOnlySpan<byte> path) => IsPrefixMatch && Uri!.IsMatch(path) ? Uri.Value.Length : 0;

    /// <summary>What of the path stays behind a rewritten uri: the part after the matched prefix, nothing for other conditions.</summary>
    public ReadOnlySpan<byte> KeptByRewrite(ReadOnlySpan<byte> path) =>
        IsPrefixMatch ? path.Slice(Math.Min(path.Length, MatchedPrefixLength(path))) : default;

    /// <summary>True when the call fulfils every condition.</summary>
    public bool IsMatch(in CallFacts call) => FirstFailure(call) == HttpCondition.None;

    /// <summary>The first condition the call does not fulfil, cheapest tests first.</summary>
    public HttpCondition FirstFailure(in CallFacts call)
    {
        if (Port != 0 && Port != call.Port)
            return HttpCondition.Port;
        if (Method is not null && !Method.IsMatch(call.Method))
            return HttpCondition.Method;
        if (Uri is not null && !Uri.IsMatch(call.Path))
            return HttpCondition.Uri;
        if (Scheme is not null && !Scheme.IsMatch(call.Scheme))
            return HttpCondition.Scheme;
        if (Authority is not null && !AuthorityMatch.IsMatch(Authority, call.Host, call.Port))
            return HttpCondition.Authority;
        foreach (var header in Headers)
            if (!header.IsMatch(call.Headers))
                return HttpCondition.Headers;
        foreach (var header in WithoutHeaders)
            if (!header.IsExcluded(call.Headers))
                return HttpCondition.WithoutHeaders;
        foreach (var parameter in QueryParameters)
            if (!parameter.IsMatch(call.Query))
                return HttpCondition.QueryParams;
        return HttpCondition.None;
    }
}
