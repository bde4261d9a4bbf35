using System.IO.Pipelines;
using EgressPipeline.Clusters;

namespace EgressPipeline.Upstream;

/// <summary>
/// One connection to an endpoint. Used by one exchange at a time, which ends with exactly one <see cref="ReturnToPool"/>
/// (answer read to its end) or <see cref="Abort"/> (everything else).
/// </summary>
internal sealed class UpstreamConnection
{
    internal UpstreamConnection(EndpointState endpoint, PipeReader input, PipeWriter output)
    {
        Endpoint = endpoint;
        Input = input;
        Output = output;
    }

    public EndpointState Endpoint { get; }

    /// <summary>Bytes from the endpoint (decrypted).</summary>
    public PipeReader Input { get; }

    /// <summary>Bytes to the endpoint (encrypted on flush).</summary>
    public PipeWriter Output { get; }

    /// <summary>True when the connection served a request before: a failure then may be the endpoint's keep-alive ending.</summary>
    public bool IsReused { get; internal set; }

    public bool IsTls { get; internal init; }

    /// <summary>Subject of the endpoint's certificate; empty without TLS.</summary>
    public string PeerSubject { get; internal init; } = "";

    /// <summary>True when the peer sent something that nobody asked for: the connection must not be reused.</summary>
    public bool HasUnexpectedData { get; internal set; }

    /// <summary>Ends the exchange; the connection is kept for the next one when it may be.</summary>
    public void ReturnToPool() => throw new NotImplementedException();

    /// <summary>Ends the exchange and closes the connection at once.</summary>
    public void Abort() => throw new NotImplementedException();
}
