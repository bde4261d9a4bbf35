using CredentialInjection.Options;
using CredentialInjection.Tests.Support;
using EgressPipeline;
using EgressPipeline.TestKit;

namespace CredentialInjection.Tests;

/// <summary>Where a credential goes, and where it does not.</summary>
public sealed class DestinationTests
{
    private const string Host = "api.example.com";

    [Fact]
    public void Connection_NotSecure_RefusesTheCallAndSendsNothing()
    {
        using var rig = FilterRig.ApiKey();
        var call = new MemoryExchange("GET", Host, "/") { IsSecure = false };

        var result = rig.Request(call);

        Assert.Equal((EgressErrorReason.Denied, 403), (result.Error.Reason, result.Status));
        Assert.Contains("allowPlaintext", result.Detail, StringComparison.Ordinal);
        Assert.Empty(call.Sent.All("x-api-key"));
        Assert.Equal(1, rig.Metrics["refused_total", "plaintext"]);
    }

    [Fact]
    public void Connection_NotSecureButAcknowledged_IsUsedWithOneWarning()
    {
        using var rig = Start(allowPlaintext: true);
        for (var i = 0; i < 3; i++)
        {
            var call = new MemoryExchange("GET", Host, "/") { IsSecure = false };
            Assert.True(rig.Request(call).IsContinue);
            Assert.Equal(["s3cret"], call.Sent.All("x-api-key"));
        }
        Assert.StartsWith("Warning: the credential of 'default/api' is sent", Assert.Single(rig.Log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outbound|443||api.example.com", true)]
    [InlineData("outbound|8443|v2|api.example.com", true)]
    [InlineData("outbound|443||*.example.com", true)]
    [InlineData("outbound|443||*", false)]
    [InlineData("outbound|443||mirror.example.com", true)] // named in trustedServices
    [InlineData("outbound|443||evil.example.net", false)]
    [InlineData("outbound|443||xapi.example.com", false)]
    [InlineData("outbound|443||*.example.net", false)]
    [InlineData("outbound|443||*.api.example.com", false)]
    [InlineData("PassthroughCluster", false)]
    [InlineData("outbound|443||", false)]
    public void Route_ToAnotherService_GetsNoCredentialUnlessItIsNamed(string cluster, bool sent)
    {
        using var rig = Start(trusted: ["mirror.example.com"]);
        var call = new MemoryExchange("GET", Host, "/") { ClusterName = cluster };

        var result = rig.Request(call);

        Assert.Equal(sent, result.IsContinue);
        Assert.Equal(sent ? 1 : 0, call.Sent.All("x-api-key").Length);
        Assert.Equal(sent ? 0 : 1, rig.Metrics["refused_total", "other_service"]);
    }

    [Fact]
    public void Call_ThatAPolicyAnswers_IsLeftAlone()
    {
        using var rig = FilterRig.ApiKey();
        var call = new MemoryExchange("GET", Host, "/") { ClusterName = "" };
        Assert.True(rig.Request(call).IsContinue);
        Assert.Equal("Host: api.example.com\n", call.Sent.ToString());
    }

    private static FilterRig Start(bool allowPlaintext = false, string[]? trusted = null) => FilterRig.Start(folder => new CredentialInjectionOptions
    {
        ApiKey = new ApiKeyOptions { KeyFile = folder.Write("key", "s3cret"), Header = "X-Api-Key" },
        AllowPlaintext = allowPlaintext,
        TrustedServices = trusted ?? [],
    });
}
