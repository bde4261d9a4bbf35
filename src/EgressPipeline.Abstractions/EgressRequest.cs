namespace EgressPipeline;

/// <summary>
/// One request on its way out, as filters see it, whatever the protocol below. Spans point into buffers of the
/// connection: they are valid until the next change of the same head and never after the phase that got them.
/// Not thread-safe: only the filter whose phase is running may touch it.
/// </summary>
public abstract class EgressRequest
{
    /// <summary>The method as sent, for example <c>GET</c>.</summary>
    public abstract ReadOnlySpan<byte> Method { get; }

    /// <summary>The called host: lower-case, without port.</summary>
    public abstract ReadOnlySpan<byte> Host { get; }

    /// <summary>The called port.</summary>
    public abstract int Port { get; }

    /// <summary>The path as it will be sent, without the query.</summary>
    public abstract ReadOnlySpan<byte> Path { get; }

    /// <summary>The query without its question mark; empty when there is none.</summary>
    public abstract ReadOnlySpan<byte> Query { get; }

    /// <summary>Headers of the request.</summary>
    public abstract HeaderCollection Headers { get; }

    /// <summary>Status of the response, or 0 while there is none.</summary>
    public abstract int ResponseStatus { get; }

    /// <summary>Headers of the response; empty while there is none.</summary>
    public abstract HeaderCollection ResponseHeaders { get; }

    /// <summary>SPIFFE id of the caller without its scheme; empty when unknown.</summary>
    public abstract string Principal { get; }

    /// <summary>Name of the cluster the call goes to (<c>outbound|443||api.example.com</c>); empty before routing.</summary>
    public abstract string Cluster { get; }

    /// <summary>Name of the route that applies; empty before routing and for a service's default route.</summary>
    public abstract string Route { get; }

    /// <summary>Attempts made so far.</summary>
    public abstract int Attempts { get; }

    /// <summary>Why the request failed, or <see cref="EgressError.None"/>.</summary>
    public abstract EgressError Error { get; }
}
