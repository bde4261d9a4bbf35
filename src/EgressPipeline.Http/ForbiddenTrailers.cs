namespace EgressPipeline.Http;

/// <summary>Fields that have no place in a trailer section (RFC 9110 §6.5.1).</summary>
internal static class ForbiddenTrailers
{
    /// <summary>Framing and routing: a message that tries this is refused.</summary>
    public static bool IsRefused(KnownHeader name) => name
        is KnownHeader.ContentLength or KnownHeader.TransferEncoding or KnownHeader.Host;

    /// <summary>Connection, authentication, control and content description: the line is dropped.</summary>
    public static bool IsDropped(KnownHeader name) => name
        is KnownHeader.Connection or KnownHeader.KeepAlive or KnownHeader.TE or KnownHeader.Trailer or KnownHeader.Upgrade
        or KnownHeader.Expect or KnownHeader.MaxForwards or KnownHeader.Range or KnownHeader.CacheControl
        or KnownHeader.ProxyConnection or KnownHeader.ProxyAuthenticate or KnownHeader.ProxyAuthorization
        or KnownHeader.Authorization or KnownHeader.Cookie or KnownHeader.SetCookie or KnownHeader.WwwAuthenticate
        or KnownHeader.ContentType or KnownHeader.ContentEncoding or KnownHeader.ContentRange
        or KnownHeader.Location or KnownHeader.RetryAfter or KnownHeader.Vary or KnownHeader.Date
        or KnownHeader.Via or KnownHeader.Forwarded or KnownHeader.XForwardedFor or KnownHeader.XForwardedHost
        or KnownHeader.XForwardedProto;
}
