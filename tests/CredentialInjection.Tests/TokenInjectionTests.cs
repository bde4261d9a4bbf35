using CredentialInjection.OAuth;
using CredentialInjection.Options;
using CredentialInjection.Tests.OAuth;
using CredentialInjection.Tests.Support;
using EgressPipeline;
using EgressPipeline.TestKit;

namespace CredentialInjection.Tests;

/// <summary>The filter with tokens of a real endpoint.</summary>
public sealed class TokenInjectionTests
{
    private const string Host = "api.example.com";

    [Fact]
    public async Task Token_OfTheEndpoint_IsFetchedForTheFirstCallAndKept()
    {
        await using var server = await TokenServer.StartAsync();
        using var rig = Start(server);
        var calls = Enumerable.Range(0, 20).Select(_ => new MemoryExchange("GET", Host, "/")).ToArray();
        foreach (var call in calls)
            call.Sent.Append("Authorization"u8, "Basic theirs"u8);

        foreach (var result in await Task.WhenAll(calls.Select(rig.RequestAsync)).Within())
            Assert.True(result.IsContinue);

        Assert.All(calls, call => Assert.Equal(["Bearer token-1"], call.Sent.All("authorization")));
        Assert.Single(server.Calls);
        Assert.Equal((1, 20), (rig.Metrics["token_fetches_total", "granted"], rig.Metrics["injected_total"]));
    }

    [Fact]
    public async Task Token_Held_CostsNoAllocation()
    {
        await using var server = await TokenServer.StartAsync();
        using var rig = Start(server);
        var call = new MemoryExchange("GET", Host, "/");
        await rig.RequestAsync(call);
        Assert.Equal(0, Allocations.Least(() =>
        {
            call.Sent.Clear();
            rig.Request(call);
            rig.Response(call);
            call.ResetStates();
        }));
    }

    [Fact]
    public async Task Endpoint_ThatRefuses_RefusesTheCallAndSaysItInTheLogOnly()
    {
        await using var server = await TokenServer.StartAsync();
        server.Respond = context => TokenServer.SendAsync(context, 401, """{"error":"invalid_client"}""");
        using var rig = Start(server);

        var result = await rig.RequestAsync(new MemoryExchange("GET", Host, "/"));

        Assert.Equal((503, EgressErrorReason.FilterFailed), (result.Status, result.Error.Reason));
        Assert.DoesNotContain("invalid_client", result.Detail, StringComparison.Ordinal);
        Assert.Contains(rig.Log.Lines, line => line.Contains("invalid_client", StringComparison.Ordinal));
        Assert.Equal((1, 1), (rig.Metrics["token_fetches_total", "failed"], rig.Metrics["refused_total", "no_token"]));
    }

    [Fact]
    public async Task Token_RefusedByTheService_IsReplaced()
    {
        await using var server = await TokenServer.StartAsync();
        using var rig = Start(server);
        var call = new MemoryExchange("GET", Host, "/");
        await rig.RequestAsync(call);
        rig.Time.Advance(TimeSpan.FromSeconds(31));
        rig.Response(call, 401);
        call.ResetStates();

        await Deadline.UntilAsync(async () =>
        {
            await rig.RequestAsync(call);
            return call.Sent.All("authorization") is ["Bearer token-2"];
        });
    }

    [Fact]
    public async Task Secret_OfTheClient_Rotated_IsUsedForANewToken()
    {
        await using var server = await TokenServer.StartAsync();
        using var rig = Start(server);
        await rig.RequestAsync(new MemoryExchange("GET", Host, "/"));
        rig.Folder.Write("secret", "second");
        rig.LookAtFiles();
        var call = new MemoryExchange("GET", Host, "/");

        await rig.RequestAsync(call);

        Assert.Equal(["Bearer token-2"], call.Sent.All("authorization"));
        Assert.Equal(["hidden-secret", "second"], server.Calls.Select(one => one.Form["client_secret"]));
    }

    [Theory]
    [InlineData("secret", null, 503)]
    [InlineData("secret", "two\nlines", 503)]
    [InlineData("ca", "no certificate", 503)]
    [InlineData("ca", null, 503)]
    public async Task Files_OfTheClient_MissingOrOfAnotherKind_RefuseCalls(string name, string? content, int status)
    {
        await using var server = await TokenServer.StartAsync();
        using var authority = new TestAuthority();
        using var rig = Start(server, folder =>
        {
            authority.WriteCertificate(folder, "ca");
            if (content is null)
                File.Delete(folder.File(name));
            else
                folder.Write(name, content);
        }, withRoots: true);
        Assert.Equal(status, rig.Request(new MemoryExchange("GET", Host, "/")).Status);
        Assert.Equal(1, rig.Metrics["refused_total", "no_secret"]);
        Assert.Empty(server.Calls);
    }

    private static FilterRig Start(TokenServer server, Action<TempFolder>? before = null, bool withRoots = false) => FilterRig.Start(folder =>
    {
        folder.Write("secret", "hidden-secret\n");
        before?.Invoke(folder);
        return new CredentialInjectionOptions
        {
            ClientCredentials = new ClientCredentialsOptions
            {
                TokenEndpoint = server.Endpoint.AbsoluteUri,
                AllowPlaintext = true,
                ClientId = "shop",
                ClientSecretFile = folder.File("secret"),
                CaFile = withRoots ? folder.File("ca") : null,
                Authentication = ClientAuthentication.Post,
            },
        };
    });
}
