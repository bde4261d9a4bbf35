using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Rules;

/// <summary>TLS towards the upstream.</summary>
public sealed record ClientTlsRule
{
    /// <summary>Null = DISABLE.</summary>
    public Located<TlsMode>? Mode { get; init; }
    public Located<string>? ClientCertificate { get; init; }
    public Located<string>? PrivateKey { get; init; }
    public Located<string>? CaCertificates { get; init; }
    public Located<string>? CaCrl { get; init; }
    public Located<string>? CredentialName { get; init; }
    public Located<string>[] SubjectAltNames { get; init; } = [];
    public Located<string>? Sni { get; init; }
    public bool InsecureSkipVerify { get; init; }
    public required SourceRef Source { get; init; }
}
