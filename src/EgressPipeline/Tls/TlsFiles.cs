using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tls;

/// <summary>The credential files of a plan; equal ones are loaded once.</summary>
internal sealed record TlsFiles(bool ShowsCertificate, string CaCertificates, string ClientCertificate, string PrivateKey, string CaCrl)
{
    /// <summary>False when everything comes from the system.</summary>
    public bool Any => CaCertificates.Length + ClientCertificate.Length + PrivateKey.Length + CaCrl.Length > 0;

    public static TlsFiles Of(TlsPlan plan) => plan.Mode is TlsMode.Mutual or TlsMode.IstioMutual
        ? new(true, plan.CaCertificates, plan.ClientCertificate, plan.PrivateKey, plan.CaCrl)
        : new(false, plan.CaCertificates, "", "", plan.CaCrl);

    public override string ToString() => string.Join(", ", new[] { CaCertificates, ClientCertificate, PrivateKey, CaCrl }.Where(static file => file.Length > 0));
}
