using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Plan;

/// <summary>A redirect answered by the sidecar; null parts keep what was called.</summary>
/// <param name="Uri">The new path.</param>
/// <param name="Authority">The new host.</param>
/// <param name="Port">The new port.</param>
/// <param name="Scheme">The new scheme.</param>
/// <param name="Code">The status, 3xx.</param>
public sealed record RedirectPlan(string? Uri, string? Authority, int? Port, string? Scheme, int Code)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <summary>Takes the place of the matched prefix; never together with <see cref="Uri"/>.</summary>
    public string? PrefixRewrite { get; init; }

    /// <summary>Where the port comes from when <see cref="Port"/> says none.</summary>
    public RedirectPort DerivedPort { get; init; }

    /// <summary>The location for a call; a port that the scheme implies is left out.</summary>
    /// <param name="call">The call.</param>
    /// <param name="match">The match of the route that applied; null = the route has none.</param>
    public string LocationFor(in CallFacts call, HttpMatch? match)
    {
        var called = AsciiText.Text(call.Scheme);
        var scheme = Scheme ?? called;
        var port = PortFor(call.Port, called, scheme);
        var query = call.Query.IsEmpty ? "" : "?" + AsciiText.Text(call.Query);
        return scheme + "://" + (Authority ?? Bracketed(AsciiText.Text(call.Host))) + (port == 0 || port == Implied(scheme) ? "" : ":" + port) + PathFor(call.Path, match) + query;
    }

    /// <summary>0 = none is written.</summary>
    private int PortFor(int calledPort, string called, string scheme)
    {
        if (Port is { } port)
            return port;
        if (DerivedPort == RedirectPort.OfRequest)
            return calledPort;
        // The port that the called scheme implies means nothing under another one.
        if (DerivedPort == RedirectPort.OfScheme || Authority is not null || (called != scheme && calledPort == Implied(called)))
            return 0;
        return calledPort;
    }

    private string PathFor(ReadOnlySpan<byte> path, HttpMatch? match)
    {
        if (PrefixRewrite is null)
            return Uri ?? AsciiText.Text(path);
        // A route without a match is one for the prefix "/".
        return PrefixRewrite + AsciiText.Text(match is null ? path.Slice(Math.Min(1, path.Length)) : match.KeptByRewrite(path));
    }

    private static int Implied(string scheme) => scheme == "https" ? HttpsPort : HttpPort;

    // A normalised IPv6 host has lost the brackets that a URL needs (RFC 3986 §3.2.2).
    private static string Bracketed(string host) => host.IndexOf(':') >= 0 ? "[" + host + "]" : host;
}
