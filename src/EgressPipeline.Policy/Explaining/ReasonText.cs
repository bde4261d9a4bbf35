using System.Text;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Policy.Explaining;

/// <summary>The reasons of decisions for people, and as logs and metrics spell them.</summary>
public static class ReasonText
{
    /// <summary>Every reason by its name.</summary>
    public static IReadOnlyDictionary<string, DecisionReason> ByName { get; } =
#if NET
        Enum.GetValues<DecisionReason>().ToDictionary(Name, StringComparer.Ordinal);
#else
        ((DecisionReason[])Enum.GetValues(typeof(DecisionReason))).ToDictionary(Name, StringComparer.Ordinal);
#endif

    /// <summary><c>denied_by_rule</c>.</summary>
    public static string Name(DecisionReason reason)
    {
        var name = new StringBuilder();
        foreach (var c in reason.ToString())
        {
            if (c is >= 'A' and <= 'Z' && name.Length > 0)
                name.Append('_');
            name.Append(char.ToLowerInvariant(c));
        }
        return name.ToString();
    }

    /// <summary>One clause for people.</summary>
    public static string Words(DecisionReason reason) => reason switch
    {
        DecisionReason.Unregistered => "no ServiceEntry declares the destination",
        DecisionReason.PortNotDeclared => "the host is declared, this port is not",
        DecisionReason.ProtocolMismatch => "the port is declared for another protocol",
        DecisionReason.DeniedByRule => "a DENY rule matches",
        DecisionReason.NotAllowed => "ALLOW policies exist and none matches",
        DecisionReason.NoRoute => "a VirtualService governs the host and no rule of it matches",
        DecisionReason.Misdirected => "the name inside differs from the one authorized",
        DecisionReason.Unauthenticated => "no RequestAuthentication takes the token of the request",
        DecisionReason.AllowedUnregistered => "not declared, let through by the mode for undeclared destinations",
        DecisionReason.AuditedUnregistered => "not declared, let through and recorded by the mode for undeclared destinations (audit)",
        _ => "allowed",
    };
}
