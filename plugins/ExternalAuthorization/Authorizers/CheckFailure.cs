namespace ExternalAuthorization.Authorizers;

/// <summary>Why there is no answer that can be used.</summary>
internal enum CheckFailure
{
    /// <summary>There is one.</summary>
    None,
    /// <summary>It did not come in time.</summary>
    Timeout,
    /// <summary>No connection, or it broke.</summary>
    Unreachable,
    /// <summary>The authorizer answered with a gRPC error.</summary>
    Status,
    /// <summary>The authorizer says that it cannot decide.</summary>
    Error,
    /// <summary>The answer asks for what cannot be done.</summary>
    Invalid,
    /// <summary>Too many calls are asked about already.</summary>
    Busy,
}
