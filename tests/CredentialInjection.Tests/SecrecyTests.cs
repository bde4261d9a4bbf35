using CredentialInjection.OAuth;
using CredentialInjection.Options;
using CredentialInjection.Tests.OAuth;
using CredentialInjection.Tests.Support;
using EgressPipeline.TestKit;

namespace CredentialInjection.Tests;

/// <summary>Whatever goes well or wrong: what operators and applications can see has no secret in it.</summary>
public sealed class SecrecyTests
{
    private const string Canary = "canary-5f3a";
    private const string Host = "api.example.com";

    [Theory]
    [InlineData("header")]
    [InlineData("query")]
    [InlineData("basic")]
    [InlineData("token")]
    [InlineData("aws")]
    public async Task EveryOutcome_OfEveryKind_ShowsNoSecret(string kind)
    {
        await using var server = await TokenServer.StartAsync();
        server.Respond = context => server.Calls.Count % 2 == 0
            ? TokenServer.SendAsync(context, 400, $$"""{"error":"{{Canary}}","error_description":"{{Canary}}"}""")
            : TokenServer.SendAsync(context, 200, $$"""{"access_token":"{{Canary}}-token","expires_in":30}""");
        using var rig = FilterRig.Start(folder => Options(kind, folder, server));
        var seen = new List<string>();

        foreach (var content in new[] { Canary, Canary + "\n" + Canary, new string('x', 9000) + Canary, "", "[default]\naws_access_key_id = " + Canary, Canary + "-again" })
        {
            rig.Folder.Write("secret", content);
            rig.LookAtFiles();
            foreach (var (secure, room) in new[] { (true, 64 * 1024), (false, 64 * 1024), (true, 8) })
            {
                var call = new MemoryExchange("POST", Host, "/v1?x=y") { IsSecure = secure, Sent = { Room = room } };
                call.Sent.Append("Content-Length"u8, "1"u8);
                seen.Add((await rig.RequestAsync(call)).Detail ?? "");
                seen.Add(rig.Body(call, [0]).Detail ?? "");
                call.Answered.Append("X-Echo"u8, System.Text.Encoding.Latin1.GetBytes(call.Sent.ToString().Replace('\n', ' ') + call.Target));
                seen.Add(rig.Response(call, 401).Detail ?? "");
                seen.Add(call.Answered.ToString());
                call.ResetStates();
            }
            rig.Time.Advance(TimeSpan.FromMinutes(2));
        }

        seen.AddRange(rig.Log.Lines);
        seen.Add(rig.Metrics.ToString());
        Assert.NotEmpty(rig.Log.Lines);
        Assert.True(rig.Metrics["injected_total"] > 0);
        Assert.All(seen, text => Assert.DoesNotContain(Canary, text, StringComparison.Ordinal));
        Assert.All(seen, text => Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("shop:" + Canary))[..16], text, StringComparison.Ordinal));
    }

    private static CredentialInjectionOptions Options(string kind, TempFolder folder, TokenServer server)
    {
        var file = folder.Write("secret", Canary);
        return kind switch
        {
            "header" => new CredentialInjectionOptions { ApiKey = new ApiKeyOptions { KeyFile = file, Header = "X-Api-Key" } },
            "query" => new CredentialInjectionOptions { ApiKey = new ApiKeyOptions { KeyFile = file, Query = "key" } },
            "basic" => new CredentialInjectionOptions { Basic = new BasicOptions { User = "shop", PasswordFile = file } },
            "token" => new CredentialInjectionOptions
            {
                ClientCredentials = new ClientCredentialsOptions { TokenEndpoint = server.Endpoint.AbsoluteUri, AllowPlaintext = true, ClientId = "shop", ClientSecretFile = file, Authentication = ClientAuthentication.Post },
            },
            _ => new CredentialInjectionOptions
            {
                AwsSignature = new AwsSignatureOptions { Service = "s3", Region = "eu-central-1", AccessKeyIdFile = folder.Write("id", "AKID"), SecretAccessKeyFile = file, SessionTokenFile = folder.Write("session", Canary + "-session") },
            },
        };
    }
}
