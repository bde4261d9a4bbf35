namespace EgressPipeline.Pipeline;

/// <summary>The one table that turns a failure into status, response flag and the words for caller and log.</summary>
internal static class ErrorTable
{
    private static readonly Row[] Rows = Build();

    /// <summary>Status, flag and words of a reason.</summary>
    public static Row For(EgressErrorReason reason) => Rows[(int)reason];

    private static Row[] Build()
    {
        var rows = new Row[Enum.GetValues<EgressErrorReason>().Length];
        Set(EgressErrorReason.None, 200, ResponseFlags.None, "", "", "");
        Set(EgressErrorReason.BadRequest, 400, ResponseFlags.DownstreamProtocolError, "http", "http1.codec_error", "the request is not valid HTTP");
        Set(EgressErrorReason.ClientClosed, 499, ResponseFlags.DownstreamClosed, "http", "downstream_remote_disconnect", "the client closed the connection");
        Set(EgressErrorReason.ClientTimeout, 408, ResponseFlags.StreamIdle, "http", "request_header_timeout", "the client was too slow");
        Set(EgressErrorReason.Unregistered, 502, ResponseFlags.NoRoute, "registry", "route_not_found", "no ServiceEntry declares this destination");
        Set(EgressErrorReason.Denied, 403, ResponseFlags.Unauthorized, "authorize", "rbac_access_denied", "a policy does not allow this call");
        Set(EgressErrorReason.Unauthenticated, 401, ResponseFlags.Unauthorized, "authenticate", "jwt_authn_access_denied", "the token of the request is not taken");
        Set(EgressErrorReason.NoRoute, 404, ResponseFlags.NoRoute, "route", "route_not_found", "no route of the VirtualService matches this call");
        Set(EgressErrorReason.Misdirected, 421, ResponseFlags.Unauthorized, "authorize", "misdirected_request", "the name inside the connection is not the one that was authorized");
        Set(EgressErrorReason.NoHealthyUpstream, 503, ResponseFlags.NoHealthyUpstream, "balance", "no_healthy_upstream", "no healthy upstream");
        Set(EgressErrorReason.ResolveFailed, 503, ResponseFlags.DnsFailure, "registry", "dns_resolution_failure", "the name of the service could not be resolved");
        Set(EgressErrorReason.AddressGuarded, 502, ResponseFlags.Unauthorized, "connect", "address_guarded", "the address that the name resolves to is in a guarded range");
        Set(EgressErrorReason.Loop, 508, ResponseFlags.NoRoute, "connect", "loop_detected", "the destination is this sidecar itself");
        Set(EgressErrorReason.Overflow, 503, ResponseFlags.UpstreamOverflow, "connect", "upstream_overflow", "a connection or request bound of the service is reached");
        Set(EgressErrorReason.ConnectFailed, 503, ResponseFlags.UpstreamConnectionFailure, "connect", "upstream_reset_before_response_started{connection_failure}", "no connection to the service could be made");
        Set(EgressErrorReason.UpstreamTls, 503, ResponseFlags.UpstreamConnectionFailure, "secure", "upstream_reset_before_response_started{tls_failure}", "TLS with the service failed");
        Set(EgressErrorReason.UpstreamReset, 503, ResponseFlags.UpstreamClosed, "exchange", "upstream_reset_before_response_started{connection_termination}", "the service closed the connection before a complete answer");
        Set(EgressErrorReason.UpstreamProtocol, 502, ResponseFlags.UpstreamProtocolError, "exchange", "upstream_reset_before_response_started{protocol_error}", "the service answered something that is not valid HTTP");
        Set(EgressErrorReason.Timeout, 504, ResponseFlags.UpstreamTimeout, "exchange", "response_timeout", "the time for this call is used up");
        Set(EgressErrorReason.PerTryTimeout, 504, ResponseFlags.UpstreamTimeout, "exchange", "upstream_per_try_timeout", "the time for one try is used up");
        Set(EgressErrorReason.FilterFailed, 500, ResponseFlags.Unauthorized, "filter", "filter_failed", "a filter failed");
        Set(EgressErrorReason.Overload, 503, ResponseFlags.Overload, "listen", "overload", "the sidecar is at one of its own limits");
        Set(EgressErrorReason.FaultInjected, 503, ResponseFlags.FaultInjected, "route", "fault_filter_abort", "the route's policy injects this fault");
        Set(EgressErrorReason.LimitReached, 429, ResponseFlags.RateLimited, "limit", "local_rate_limited", "a limit for such calls is reached");
        return rows;

        void Set(EgressErrorReason reason, int status, ResponseFlags flag, string stage, string token, string text) =>
            rows[(int)reason] = new Row(status, flag, stage, token, text);
    }

    /// <summary>What belongs to one reason.</summary>
    /// <param name="Status">HTTP status of our own answer.</param>
    /// <param name="Flag">Envoy's response flag.</param>
    /// <param name="Stage">The stage that decides it, as the picture of the pipeline names it.</param>
    /// <param name="Token">Envoy's response code details, from a bounded set, for logs.</param>
    /// <param name="Text">One clause for people.</param>
    internal readonly record struct Row(int Status, ResponseFlags Flag, string Stage, string Token, string Text);
}
