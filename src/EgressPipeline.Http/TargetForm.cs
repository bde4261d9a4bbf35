namespace EgressPipeline.Http;

/// <summary>The form of a request target (RFC 9112 §3.2).</summary>
public enum TargetForm
{
    /// <summary><c>/path?query</c>.</summary>
    Origin,
    /// <summary><c>http://host/path</c>, as sent to a proxy.</summary>
    Absolute,
    /// <summary><c>host:port</c>, CONNECT only.</summary>
    Authority,
    /// <summary><c>*</c>, OPTIONS only.</summary>
    Asterisk,
}
