using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tls;

/// <summary>Reads credential files (PEM). Every complaint is a <see cref="CredentialException"/> that names the file.</summary>
internal static class TlsMaterialReader
{
    public static TlsMaterial Read(TlsPlan plan, TimeProvider time)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var roots = plan.CaCertificates.Length == 0 ? null : ReadCertificates(plan.CaCertificates, Text(plan.CaCertificates, digest));
        var revoked = plan.CaCrl.Length == 0 ? null : ReadRevocationLists(plan.CaCrl, Text(plan.CaCrl, digest));
        var chain = plan.Mode is TlsMode.Mutual or TlsMode.IstioMutual ? ReadClientChain(plan, time, digest) : [];
        var client = chain.Count > 0 ? chain[0] : null;
        if (client is not null)
            chain.RemoveAt(0);
        return new TlsMaterial(roots, client, chain, revoked, Convert.ToHexString(digest.GetHashAndReset()));
    }

    /// <summary>The client certificate with its key first, then what follows it in the file.</summary>
    private static X509Certificate2Collection ReadClientChain(TlsPlan plan, TimeProvider time, IncrementalHash digest)
    {
        if (plan.ClientCertificate.Length == 0 || plan.PrivateKey.Length == 0)
            throw new CredentialException($"TLS mode {plan.Mode} needs both clientCertificate and privateKey");
        var pem = Text(plan.ClientCertificate, digest);
        var key = Text(plan.PrivateKey, digest);
        var chain = ReadCertificates(plan.ClientCertificate, pem);
        CheckValidity(plan.ClientCertificate, chain[0], time.GetUtcNow());
        chain[0].Dispose();
        chain[0] = Join(plan, pem, key);
        return chain;
    }

    private static X509Certificate2 Join(TlsPlan plan, string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            var reason = key.Contains("ENCRYPTED", StringComparison.Ordinal) ? "it is encrypted" : "it is no private key in PEM form, or not that of the certificate";
            throw new CredentialException($"{plan.PrivateKey} cannot be used with {plan.ClientCertificate}: {reason}");
        }
    }

    private static void CheckValidity(string file, X509Certificate2 certificate, DateTimeOffset now)
    {
        if (now > certificate.NotAfter)
            throw new CredentialException($"{file} expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z");
        if (now < certificate.NotBefore)
            throw new CredentialException($"{file} is not valid before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z");
    }

    private static X509Certificate2Collection ReadCertificates(string file, string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException error)
        {
            throw new CredentialException($"{file} holds a certificate that cannot be read: {error.Message}");
        }
        return certificates.Count > 0 ? certificates : throw new CredentialException($"{file} holds no certificate in PEM form");
    }

    private static RevocationLists ReadRevocationLists(string file, string pem)
    {
        try
        {
            return RevocationLists.Parse(pem) ?? throw new CredentialException($"{file} holds no revocation list in PEM form");
        }
        catch (Exception error) when (error is CryptographicException or System.Formats.Asn1.AsnContentException)
        {
            throw new CredentialException($"{file} holds a revocation list that cannot be read: {error.Message}");
        }
    }

    private static string Text(string file, IncrementalHash digest)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            digest.AppendData(SHA256.HashData(bytes));
            return Encoding.UTF8.GetString(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CredentialException(error is FileNotFoundException or DirectoryNotFoundException ? $"{file} does not exist" : $"{file} cannot be read: {error.Message}");
        }
    }
}
