using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Policy.Explaining;

/// <summary>What becomes of a call, in one word; the words exclude each other.</summary>
public enum Verdict
{
    /// <summary>It is let through.</summary>
    Allowed,

    /// <summary>An AuthorizationPolicy refuses it (403).</summary>
    Denied,

    /// <summary>No ServiceEntry declares its host, port or protocol (502).</summary>
    Unregistered,

    /// <summary>A VirtualService governs the host and none of its rules takes the call (404).</summary>
    NoRoute,
}

/// <summary>From reasons to verdicts.</summary>
public static class Verdicts
{
    public static Verdict Of(DecisionReason reason) => reason switch
    {
        DecisionReason.Allowed or DecisionReason.AllowedUnregistered or DecisionReason.AuditedUnregistered => Verdict.Allowed,
        DecisionReason.Unregistered or DecisionReason.PortNotDeclared or DecisionReason.ProtocolMismatch => Verdict.Unregistered,
        DecisionReason.NoRoute => Verdict.NoRoute,
        _ => Verdict.Denied,
    };

    /// <summary>The word that PolicyTests and reports use.</summary>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Allowed => "allowed",
        Verdict.Unregistered => "unregistered",
        Verdict.NoRoute => "no-route",
        _ => "denied",
    };
}
