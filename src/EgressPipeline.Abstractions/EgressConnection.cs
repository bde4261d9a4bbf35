using System.Net;

namespace EgressPipeline;

/// <summary>One connection of the application, as a filter sees it. Made anew for every connection. Not thread-safe.</summary>
public abstract class EgressConnection
{
    /// <summary>What it carries.</summary>
    public abstract ConnectionProtocol Protocol { get; }

    /// <summary>The application's end, or null when unknown.</summary>
    public abstract IPEndPoint? Source { get; }

    /// <summary>The address that the application dialled, or null where it called the proxy itself.</summary>
    public abstract IPEndPoint? OriginalDestination { get; }

    /// <summary>The called host: SNI or authority of CONNECT, lower-case; empty for opaque TCP and for HTTP, whose requests name theirs.</summary>
    public abstract string Host { get; }

    /// <summary>The called port, or 0 for HTTP on the proxy.</summary>
    public abstract int Port { get; }

    /// <summary>Server name of the ClientHello; empty where none was seen.</summary>
    public abstract string Sni { get; }

    /// <summary>SPIFFE id of the caller without its scheme; empty when unknown.</summary>
    public abstract string Principal { get; }

    /// <summary>The declared service, <c>namespace/name</c> of its ServiceEntry; empty when unknown.</summary>
    public abstract string Service { get; }

    /// <summary>
    /// The bytes that have arrived, not consumed; empty where the server may speak first. Valid until the next await and
    /// never after <see cref="IConnectionFilter.OnConnectionAsync"/>: then it is empty.
    /// </summary>
    public abstract ReadOnlySpan<byte> FirstBytes { get; }

    /// <summary>Bytes from the application so far.</summary>
    public abstract long BytesSent { get; }

    /// <summary>Bytes to the application so far.</summary>
    public abstract long BytesReceived { get; }

    /// <summary>Why it failed, or <see cref="EgressError.None"/>.</summary>
    public abstract EgressError Error { get; }

    /// <summary>Whatever a filter wants to remember about this connection; each filter has its own.</summary>
    public abstract object? State { get; set; }
}
