using System.Net;
using Microsoft.AspNetCore.Http;

namespace EgressPipeline.Admin;

/// <summary>
/// Keeps web pages away from the admin API. A page can make a browser on this machine call it: by a name that resolves to
/// a local address (DNS rebinding), or blindly from its own origin (cross-site request forgery).
/// </summary>
internal static class AdminGuard
{
    /// <summary>Why the request is refused, or null when it may pass.</summary>
    public static string? Refusal(HttpRequest request)
    {
        if (!IsLocalName(request.Host.Host))
            return "the admin API answers only to an IP address or localhost as Host";
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return null;
        return IsForeign(request) ? "a change may not be asked for by a page of another origin" : null;
    }

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out _);

    // Programs such as curl send neither header; browsers always send Origin with a POST.
    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site != "same-origin" && site != "none")
            return true;
        return request.Headers.TryGetValue("Origin", out var origin) && origin != $"{request.Scheme}://{request.Host}";
    }
}
