namespace EgressPipeline.Policy.Decisions;

/// <summary>Why a call was allowed or refused; the one table that status, response flag and text are taken from.</summary>
public enum DecisionReason
{
    /// <summary>A declared service, no policy objected.</summary>
    Allowed,
    /// <summary>Undeclared, but the mode is allow.</summary>
    AllowedUnregistered,
    /// <summary>Undeclared, let through because the mode is audit; deny would refuse it, so it is kept with the denials.</summary>
    AuditedUnregistered,
    /// <summary>No ServiceEntry declares the host or address.</summary>
    Unregistered,
    /// <summary>The host is declared, this port is not.</summary>
    PortNotDeclared,
    /// <summary>The port is declared for another protocol than the call speaks.</summary>
    ProtocolMismatch,
    /// <summary>A DENY rule matched.</summary>
    DeniedByRule,
    /// <summary>ALLOW policies exist and none matched.</summary>
    NotAllowed,
    /// <summary>A VirtualService governs the host and no rule of it matches.</summary>
    NoRoute,
    /// <summary>The name inside (Host, SNI) differs from the one that was authorized.</summary>
    Misdirected,
    /// <summary>The request carries a token that no RequestAuthentication takes.</summary>
    Unauthenticated,
}
