namespace EgressPipeline;

/// <summary>A declared service by name and port. Immutable; make it once and keep it.</summary>
public sealed class FilterDestination
{
    /// <summary>Names a destination.</summary>
    /// <param name="host">Host name or address, without port.</param>
    /// <param name="port">1 to 65535.</param>
    public FilterDestination(string host, int port)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        Host = host;
        Port = port;
    }

    /// <summary>Host name or address.</summary>
    public string Host { get; }

    /// <summary>Port.</summary>
    public int Port { get; }
}
