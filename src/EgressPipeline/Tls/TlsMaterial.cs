using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tls;

/// <summary>
/// The files of one <see cref="TlsPlan"/>, read and checked: whom to trust, what to show, what is revoked. Immutable;
/// a change of the files makes another one.
/// </summary>
internal sealed class TlsMaterial
{
    internal TlsMaterial(X509Certificate2Collection? roots, X509Certificate2? clientCertificate, X509Certificate2Collection intermediates, RevocationLists? revoked, string digest)
    {
        Revoked = revoked;
        Digest = digest;
        ClientCertificateExpires = clientCertificate is null ? null : new DateTimeOffset(clientCertificate.NotAfter);
        ClientCertificateSubject = clientCertificate?.Subject ?? "";
        ClientContext = clientCertificate is null ? null : SslStreamCertificateContext.Create(clientCertificate, intermediates, offline: true);
        ChainPolicy = CreateChainPolicy(roots);
    }

    /// <summary>When the client certificate ends to be valid; null without one.</summary>
    public DateTimeOffset? ClientCertificateExpires { get; }

    /// <summary>Whose it is; empty without one.</summary>
    public string ClientCertificateSubject { get; }

    internal SslStreamCertificateContext? ClientContext { get; }

    /// <summary>How the peer's chain is built: the given roots only, or the system's.</summary>
    internal X509ChainPolicy ChainPolicy { get; }

    /// <summary>Revocation lists; null = revocation is not checked.</summary>
    internal RevocationLists? Revoked { get; }

    /// <summary>Changes exactly when the content of a file does.</summary>
    internal string Digest { get; }

    /// <summary>
    /// Reads and checks everything the plan names. False when a file is missing, unreadable, no PEM, expired, or when
    /// key and certificate do not belong together: such a plan must be refused, never served in plaintext.
    /// </summary>
    /// <param name="plan">Any mode; without TLS there is nothing to read.</param>
    /// <param name="time">For validity periods.</param>
    /// <param name="material">Null exactly when false is returned.</param>
    /// <param name="problem">One sentence naming the file; empty on success.</param>
    public static bool TryLoad(TlsPlan plan, TimeProvider time, out TlsMaterial? material, out string problem)
    {
        try
        {
            material = TlsMaterialReader.Read(plan, time);
            problem = "";
            return true;
        }
        catch (CredentialException error)
        {
            material = null;
            problem = error.Message;
            return false;
        }
    }

    private static X509ChainPolicy CreateChainPolicy(X509Certificate2Collection? roots)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck, // asking a CA per connection is a side channel; lists are given as files
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1")); // TLS server
        if (roots is null)
            return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
