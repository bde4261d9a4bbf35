using EgressPipeline.TestKit;
namespace EgressPipeline.TestSupport;

/// <summary>Starts HTTPS servers the way tests want them: good, expired, of another name, asking for a client certificate.</summary>
public static class TlsServer
{
    /// <summary>A server whose certificate is good for the names.</summary>
    public static SimpleHttpServer Start(TestAuthority authority, params string[] names) =>
        SimpleHttpServer.Start(names[0], new TlsSettings { Certificate = authority.IssueServer(names) });

    /// <summary>A server whose certificate ended yesterday.</summary>
    public static SimpleHttpServer StartExpired(TestAuthority authority, params string[] names) =>
        SimpleHttpServer.Start(names[0], new TlsSettings { Certificate = authority.IssueExpiredServer(names) });

    /// <summary>A server that refuses clients without a certificate of <paramref name="clients"/>.</summary>
    public static SimpleHttpServer StartMutual(TestAuthority authority, TestAuthority clients, params string[] names) =>
        SimpleHttpServer.Start(names[0], new TlsSettings { Certificate = authority.IssueServer(names), ClientAuthority = clients });
}
