namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Who calls: the workload's SPIFFE identity taken apart once per connection. <see cref="Anonymous"/> matches no
/// principal, namespace or service account condition.
/// </summary>
public sealed class CallerIdentity
{
    public static readonly CallerIdentity Anonymous = new("", "", "", "");

    private CallerIdentity(string principal, string trustDomain, string ns, string serviceAccount)
    {
        Principal = principal;
        TrustDomain = trustDomain;
        Namespace = ns;
        ServiceAccount = serviceAccount;
        PrincipalBytes = System.Text.Encoding.UTF8.GetBytes(principal);
        NamespaceBytes = System.Text.Encoding.UTF8.GetBytes(ns);
        ServiceAccountBytes = System.Text.Encoding.UTF8.GetBytes(serviceAccount);
        TrustDomainBytes = System.Text.Encoding.UTF8.GetBytes(trustDomain);
    }

    /// <summary>Without <c>spiffe://</c>: <c>cluster.local/ns/shop/sa/web</c>. Empty when unknown.</summary>
    public string Principal { get; }
    public string TrustDomain { get; }
    public string Namespace { get; }
    public string ServiceAccount { get; }
    public byte[] PrincipalBytes { get; }
    public byte[] NamespaceBytes { get; }
    public byte[] ServiceAccountBytes { get; }
    public byte[] TrustDomainBytes { get; }

    /// <summary>
    /// Takes a SPIFFE id apart (<c>spiffe://trust-domain/ns/NAMESPACE/sa/ACCOUNT</c>). An id of another shape keeps its
    /// principal and trust domain and has no namespace. False for anything that is no SPIFFE id.
    /// </summary>
    public static bool TryParse(string spiffeId, out CallerIdentity identity)
    {
        const string scheme = "spiffe://";
        identity = Anonymous;
        if (!spiffeId.StartsWith(scheme, StringComparison.Ordinal) || spiffeId.Length == scheme.Length)
            return false;
        var principal = spiffeId.Substring(scheme.Length);
        var parts = principal.Split('/');
        if (parts[0].Length == 0)
            return false;
        var standard = parts.Length == 5 && parts[1] == "ns" && parts[3] == "sa" && parts[2].Length > 0 && parts[4].Length > 0;
        identity = new CallerIdentity(principal, parts[0], standard ? parts[2] : "", standard ? parts[4] : "");
        return true;
    }
}
