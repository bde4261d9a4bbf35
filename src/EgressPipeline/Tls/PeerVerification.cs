using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tls;

/// <summary>Judges the certificate of one handshake and keeps the reason of a refusal as a sentence.</summary>
internal sealed class PeerVerification(TlsPlan plan, TlsMaterial material, string serverName, TimeProvider time)
{
    /// <summary>Why the peer was refused; empty while it was not.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Subject of the peer's certificate.</summary>
    public string PeerSubject { get; private set; } = "";

    /// <summary>When the peer's certificate ends to be valid; null when nobody asks whether it is.</summary>
    public DateTimeOffset? PeerExpires { get; private set; }

    /// <summary>The callback of the handshake. SslStream's own judgement of the name is replaced by ours.</summary>
    public bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 peer)
        {
            Problem = "the server sent no certificate";
            return plan.InsecureSkipVerify;
        }
        PeerSubject = peer.Subject;
        if (plan.InsecureSkipVerify)
            return true;
        PeerExpires = peer.NotAfter;
        Problem = ChainProblem(peer, chain, errors) ?? NameProblem(peer) ?? RevocationProblem(chain) ?? "";
        return Problem.Length == 0;
    }

    private string? ChainProblem(X509Certificate2 peer, X509Chain? chain, SslPolicyErrors errors)
    {
        if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) == 0)
            return null;
        var all = X509ChainStatusFlags.NoError;
        foreach (var status in chain?.ChainStatus ?? [])
            all |= status.Status;
        var subject = peer.Subject.Length > 0 ? peer.Subject : CertificateNames.Of(peer).ToString();
        if ((all & X509ChainStatusFlags.NotTimeValid) != 0)
            return time.GetUtcNow() > peer.NotAfter
                ? $"certificate for {subject} expired on {peer.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z"
                : $"certificate for {subject}, or one above it, is outside of its validity";
        if ((all & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
            return $"certificate for {subject} was issued by {peer.Issuer}, which {(plan.CaCertificates.Length > 0 ? plan.CaCertificates : "this system")} does not trust";
        return $"certificate for {subject} is not acceptable: {all}";
    }

    private string? NameProblem(X509Certificate2 peer)
    {
        CertificateNames names;
        try
        {
            names = CertificateNames.Of(peer);
        }
        catch (AsnContentException)
        {
            return $"certificate for {peer.Subject} has unreadable names";
        }
        if (plan.SubjectAltNames.Length == 0)
            return names.Carries(serverName) ? null : $"certificate for {names} does not carry name {serverName}";
        return Array.Exists(plan.SubjectAltNames, names.Carries)
            ? null
            : $"certificate for {names} carries none of {string.Join(", ", plan.SubjectAltNames)}";
    }

    private string? RevocationProblem(X509Chain? chain)
    {
        if (material.Revoked is null)
            return null;
        return chain is null ? "there is no chain to check for revocation" : material.Revoked.Check(chain.ChainElements, time.GetUtcNow());
    }
}
