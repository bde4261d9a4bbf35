using System.Text;
using CredentialInjection.Options;
using CredentialInjection.Secrets;
using CredentialInjection.Tests.Support;
using EgressPipeline;
using EgressPipeline.TestKit;

namespace CredentialInjection.Tests;

/// <summary>API keys and Basic: credentials that files hold as they are sent.</summary>
public sealed class FileCredentialTests
{
    private const string Host = "api.example.com";

    [Fact]
    public void ApiKey_InAHeader_IsAdded()
    {
        using var rig = FilterRig.ApiKey();
        var call = new MemoryExchange("GET", Host, "/v1/items?a=b");

        Assert.True(rig.Request(call).IsContinue);

        Assert.Equal(["s3cret-key"], call.Sent.All("x-api-key"));
        Assert.Equal("/v1/items?a=b", call.Target);
        Assert.Equal(1, rig.Metrics["injected_total"]);
    }

    [Theory]
    [InlineData("X-Api-Key")]
    [InlineData("x-api-key")]
    [InlineData("X-API-KEY")]
    [InlineData("X_Api_Key")]
    [InlineData("x-api_key")]
    public void ApiKey_HeaderOfTheApplication_IsReplacedHoweverItIsSpelled(string name)
    {
        using var rig = FilterRig.ApiKey();
        var call = new MemoryExchange("GET", Host, "/");
        call.Sent.Append(Encoding.ASCII.GetBytes(name), "theirs"u8);
        call.Sent.Append("X-Api-Key-Id"u8, "kept"u8);
        call.Sent.Append(Encoding.ASCII.GetBytes(name), "theirs again"u8);

        rig.Request(call);

        Assert.Equal("Host: api.example.com\nX-Api-Key-Id: kept\nx-api-key: s3cret-key\n", call.Sent.ToString());
    }

    [Fact]
    public void ApiKey_WithAPrefix_IsSentBehindIt()
    {
        using var rig = FilterRig.ApiKey(header: "Authorization", prefix: "Token token=");
        var call = new MemoryExchange("GET", Host, "/");
        rig.Request(call);
        Assert.Equal(["Token token=s3cret-key"], call.Sent.All("authorization"));
    }

    [Theory]
    [InlineData("/v1", "/v1?api%20key=s3cret%2Fkey")]
    [InlineData("/v1?", "/v1?api%20key=s3cret%2Fkey")]
    [InlineData("/v1?a=1&b", "/v1?a=1&b&api%20key=s3cret%2Fkey")]
    [InlineData("/v1?api+key=theirs&a=1&api%20key=theirs&API%20KEY=x&ap%69%20key&api%20keys=kept", "/v1?a=1&api%20keys=kept&api%20key=s3cret%2Fkey")]
    [InlineData("/v%C3%A4?q=%zz&r=a%26b", "/v%C3%A4?q=%zz&r=a%26b&api%20key=s3cret%2Fkey")]
    [InlineData("/ä?ö=#", "/%E4?%F6=%23&api%20key=s3cret%2Fkey")]
    public void ApiKey_InTheQuery_ReplacesWhatTheApplicationSent(string target, string expected)
    {
        using var rig = FilterRig.ApiKey("s3cret/key", query: "api key");
        var call = new MemoryExchange("GET", Host, target);
        Assert.True(rig.Request(call).IsContinue);
        Assert.Equal(expected, call.Target);
    }

    [Fact]
    public void ApiKey_InTheQueryOfNoPath_RefusesTheCall()
    {
        using var rig = FilterRig.ApiKey(query: "key");
        Assert.Equal(431, rig.Request(new MemoryExchange("OPTIONS", Host, "*")).Status);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Basic_FromFiles_IsAdded(bool userFile)
    {
        using var rig = FilterRig.Start(folder => new CredentialInjectionOptions
        {
            Basic = new BasicOptions { User = userFile ? null : "shop", UserFile = userFile ? folder.Write("user", "shop\n") : null, PasswordFile = folder.Write("password", "p:ass wörd\n") },
        });
        var call = new MemoryExchange("GET", Host, "/");
        call.Sent.Append("Authorization"u8, "Bearer theirs"u8);

        Assert.True(rig.Request(call).IsContinue);

        Assert.Equal(["Basic " + Convert.ToBase64String("shop:p:ass wörd"u8)], call.Sent.All("authorization"));
    }

    [Fact]
    public void Secret_Missing_RefusesCallsUntilItIsThere()
    {
        using var rig = FilterRig.Start(folder => new CredentialInjectionOptions { ApiKey = new ApiKeyOptions { KeyFile = folder.File("key"), Header = "X-Api-Key" } });

        var refused = rig.Request(new MemoryExchange("GET", Host, "/"));
        Assert.Equal((FilterVerdict.Refuse, 503, EgressErrorReason.FilterFailed), (refused.Verdict, refused.Status, refused.Error.Reason));
        Assert.DoesNotContain(rig.Folder.Path, refused.Detail, StringComparison.Ordinal);
        Assert.Contains(rig.Log.Lines, line => line.Contains(rig.Folder.File("key"), StringComparison.Ordinal));
        Assert.Equal(1, rig.Metrics["refused_total", "no_secret"]);

        rig.Folder.Write("key", "late");
        rig.LookAtFiles();
        Assert.True(rig.Request(new MemoryExchange("GET", Host, "/")).IsContinue);

        File.Delete(rig.Folder.File("key"));
        rig.LookAtFiles();
        Assert.Equal(503, rig.Request(new MemoryExchange("GET", Host, "/")).Status);
    }

    [Fact]
    public void Secret_Rotated_IsUsedWithoutAnythingElse()
    {
        using var rig = FilterRig.ApiKey("first");
        rig.Folder.Write("key", "second");
        rig.LookAtFiles();
        var call = new MemoryExchange("GET", Host, "/");
        rig.Request(call);
        Assert.Equal(["second"], call.Sent.All("x-api-key"));
    }

    [Fact]
    public void Secret_ThatDoesNotFitIntoTheHead_RefusesTheCall()
    {
        using var rig = FilterRig.ApiKey();
        var call = new MemoryExchange("GET", Host, "/") { Sent = { Room = 10 } };
        Assert.Equal(431, rig.Request(call).Status);
        Assert.Equal(1, rig.Metrics["refused_total", "no_room"]);
    }

    [Theory]
    [InlineData("header")]
    [InlineData("query")]
    [InlineData("basic")]
    public void Injection_OnceRead_CostsNoAllocation(string kind)
    {
        using var rig = kind switch
        {
            "header" => FilterRig.ApiKey(),
            "query" => FilterRig.ApiKey(query: "key"),
            _ => FilterRig.Start(folder => new CredentialInjectionOptions { Basic = new BasicOptions { User = "shop", PasswordFile = folder.Write("password", "s3cret") } }),
        };
        var call = new MemoryExchange("GET", Host, "/v1?a=b&key=theirs");
        call.TrySetTarget(Encoding.ASCII.GetBytes("/v1?a=b&key=theirs" + new string(' ', 100)));
        var target = Encoding.ASCII.GetBytes("/v1?a=b&key=theirs");
        Assert.Equal(0, Allocations.Least(() =>
        {
            call.Sent.Clear();
            call.Sent.Append("Host"u8, "api.example.com"u8);
            call.Sent.Append("X-Api-Key"u8, "theirs"u8);
            call.TrySetTarget(target);
            rig.Request(call);
            rig.Response(call);
            call.ResetStates();
        }));
    }
}
