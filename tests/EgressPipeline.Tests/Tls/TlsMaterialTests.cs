using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.Tls;

namespace EgressPipeline.Tests.Tls;

public sealed class TlsMaterialTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void TryLoad_GoodMutual_TellsTheExpiry()
    {
        var client = _authority.IssueClient("web");
        Assert.True(TlsMaterial.TryLoad(Mutual(client), TimeProvider.System, out var material, out var problem), problem);
        Assert.Equal(client.NotAfter.ToUniversalTime(), material!.ClientCertificateExpires!.Value.UtcDateTime);
    }

    [Fact]
    public void TryLoad_NoTls_NeedsNothing() => Assert.True(TlsMaterial.TryLoad(TlsPlan.None, TimeProvider.System, out _, out _));

    [Fact]
    public void TryLoad_MutualWithoutFiles_IsRefused() =>
        Refused(new TlsPlan { Mode = TlsMode.Mutual }, "needs both clientCertificate and privateKey");

    [Fact]
    public void TryLoad_MissingFile_IsNamed() =>
        Refused(new TlsPlan { Mode = TlsMode.Simple, CaCertificates = "/nowhere/ca.pem" }, "/nowhere/ca.pem does not exist");

    [Fact]
    public void TryLoad_NoPem_IsNamed() =>
        Refused(new TlsPlan { Mode = TlsMode.Simple, CaCertificates = _folder.Write("ca.pem", "hello") }, "ca.pem holds no certificate");

    [Fact]
    public void TryLoad_BrokenPem_IsNamed() =>
        Refused(new TlsPlan { Mode = TlsMode.Simple, CaCertificates = _folder.Write("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n") }, "ca.pem");

    [Fact]
    public void TryLoad_KeyOfAnotherCertificate_IsRefused()
    {
        var plan = Mutual(_authority.IssueClient("web"));
        var (_, otherKey) = TestAuthority.WritePair(_folder, _authority.IssueClient("other"), "other");
        Refused(plan with { PrivateKey = otherKey }, "cannot be used with");
    }

    [Fact]
    public void TryLoad_ExpiredClientCertificate_IsRefusedWithTheDate() =>
        Refused(Mutual(_authority.IssueExpiredServer("web")), "client.pem expired on");

    [Fact]
    public void TryLoad_CrlFileWithoutList_IsRefused() =>
        Refused(new TlsPlan { Mode = TlsMode.Simple, CaCrl = _folder.Write("crl.pem", "hello") }, "crl.pem holds no revocation list");

    [Fact]
    public void Check_RevokedSerial_IsFound()
    {
        var (good, bad) = (_authority.IssueServer("a.example"), _authority.IssueServer("b.example"));
        var lists = RevocationLists.Parse(Crl(TimeSpan.FromDays(1), bad))!;
        Assert.Null(lists.Check(Chain(good), TimeProvider.System.GetUtcNow()));
        Assert.Contains("is revoked", lists.Check(Chain(bad), TimeProvider.System.GetUtcNow()), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LapsedList_IsRefused()
    {
        var lists = RevocationLists.Parse(Crl(TimeSpan.FromDays(1)))!;
        Assert.Contains("lapsed", lists.Check(Chain(_authority.IssueServer("a.example")), TimeProvider.System.GetUtcNow().AddDays(2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ListOfAnotherIssuer_IsRefused()
    {
        using var stranger = new TestAuthority("a stranger");
        var lists = RevocationLists.Parse(Crl(TimeSpan.FromDays(1)))!;
        Assert.Contains("no revocation list", lists.Check(Chain(stranger.IssueServer("a.example"), stranger), TimeProvider.System.GetUtcNow()), StringComparison.Ordinal);
    }

    private static void Refused(TlsPlan plan, string reason)
    {
        Assert.False(TlsMaterial.TryLoad(plan, TimeProvider.System, out var material, out var problem));
        Assert.Null(material);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    private TlsPlan Mutual(X509Certificate2 certificate)
    {
        var (file, key) = TestAuthority.WritePair(_folder, certificate, "client");
        return new TlsPlan { Mode = TlsMode.Mutual, ClientCertificate = file, PrivateKey = key, CaCertificates = _authority.WriteCertificate(_folder) };
    }

    private string Crl(TimeSpan validFor, params X509Certificate2[] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
            builder.AddEntry(certificate);
        var now = TimeProvider.System.GetUtcNow();
        // The list is signed by a key of its own: what counts is the issuer's name.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var generator = X509SignatureGenerator.CreateForECDsa(key);
        var der = builder.Build(_authority.Certificate.SubjectName, generator, BigInteger.One, now + validFor, HashAlgorithmName.SHA256, X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority.Certificate, true, false), now);
        return PemEncoding.WriteString("X509 CRL", der);
    }

    private X509ChainElementCollection Chain(X509Certificate2 certificate, TestAuthority? authority = null)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add((authority ?? _authority).Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.True(chain.Build(certificate));
        return chain.ChainElements;
    }
}
