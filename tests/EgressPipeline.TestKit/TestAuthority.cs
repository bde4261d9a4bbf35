using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EgressPipeline.TestKit;

/// <summary>A certificate authority that lives in the test: issues good certificates and, on purpose, bad ones.</summary>
public sealed class TestAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Makes an authority with a key of its own.</summary>
    /// <param name="name">The common name of its certificate.</param>
    public TestAuthority(string name = "EgressPipeline test authority")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(365));
    }

    /// <summary>The authority's own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A server certificate for DNS names and IP addresses, valid now.</summary>
    public X509Certificate2 IssueServer(params string[] names) => Issue(names[0], names, ServerAuthentication, Now.AddDays(-1), Now.AddDays(90));

    /// <summary>A server certificate that ended yesterday.</summary>
    public X509Certificate2 IssueExpiredServer(params string[] names) => Issue(names[0], names, ServerAuthentication, Now.AddDays(-20), Now.AddDays(-1));

    /// <summary>A server certificate that begins tomorrow.</summary>
    public X509Certificate2 IssueFutureServer(params string[] names) => Issue(names[0], names, ServerAuthentication, Now.AddDays(1), Now.AddDays(90));

    /// <summary>A client certificate; a name with a scheme (<c>spiffe://…</c>) becomes a URI SAN.</summary>
    public X509Certificate2 IssueClient(string name) => Issue("client", [name], ClientAuthentication, Now.AddDays(-1), Now.AddDays(90));

    /// <summary>Writes the authority's certificate as PEM.</summary>
    /// <returns>The absolute path, as <c>caCertificates</c> wants it.</returns>
    public string WriteCertificate(TempFolder folder, string name = "ca.pem") => folder.Write(name, Certificate.ExportCertificatePem());

    /// <summary>Writes a certificate and its key as PEM files.</summary>
    /// <returns>The absolute paths, as <c>clientCertificate</c> and <c>privateKey</c> want them.</returns>
    public static (string Certificate, string Key) WritePair(TempFolder folder, X509Certificate2 certificate, string name)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return (folder.Write(name + ".pem", certificate.ExportCertificatePem()), folder.Write(name + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>True when the certificate was issued by this authority for this purpose and is valid now.</summary>
    internal bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private X509Certificate2 Issue(string subject, string[] names, string purpose, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN=\"{subject}\""), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        request.CertificateExtensions.Add(AlternativeNames(names));
        using var bare = request.Create(Certificate, from, to, RandomNumberGenerator.GetBytes(12));
        // Through PKCS#12, so that the key is one that every TLS implementation of the platform can use.
        using var pair = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static X509Extension AlternativeNames(string[] names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            if (IPAddress.TryParse(name, out var address))
                builder.AddIpAddress(address);
            else if (name.Contains("://", StringComparison.Ordinal))
                builder.AddUri(new Uri(name));
            else
                builder.AddDnsName(name);
        return builder.Build();
    }

    /// <summary>Gives up key and certificate.</summary>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}
