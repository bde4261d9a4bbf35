namespace EgressPipeline;

/// <summary>What a connection carries.</summary>
public enum ConnectionProtocol
{
    /// <summary>HTTP whose requests are governed one by one.</summary>
    Http,
    /// <summary>TLS that is passed through.</summary>
    Tls,
    /// <summary>Anything else, relayed as it is.</summary>
    Tcp,
    /// <summary>A CONNECT tunnel whose content is relayed.</summary>
    Connect,
}
