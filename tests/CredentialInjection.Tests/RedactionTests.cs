using System.Text;
using CredentialInjection.Tests.Support;
using EgressPipeline;
using EgressPipeline.TestKit;

namespace CredentialInjection.Tests;

/// <summary>What services say about the request in their answers.</summary>
public sealed class RedactionTests
{
    private const string Host = "api.example.com";

    [Fact]
    public void Redirect_ThatOnlyAddsASlash_DoesNotShowTheKey()
    {
        using var rig = FilterRig.ApiKey("s3cret/key+", query: "key");
        var call = new MemoryExchange("GET", Host, "/v1?a=b");
        rig.Request(call);
        call.Answered.Append("Location"u8, Encoding.ASCII.GetBytes($"https://{Host}/v1/?a=b&key=s3cret%2Fkey%2B"));
        call.Answered.Append("Content-Type"u8, "text/html"u8);

        Assert.True(rig.Response(call, 301).IsContinue);

        Assert.Equal([$"https://{Host}/v1/?a=b&key=REDACTED"], call.Answered.All("location"));
        Assert.Equal(["text/html"], call.Answered.All("content-type"));
        Assert.Equal(1, rig.Metrics["redacted_total"]);
    }

    [Theory]
    [InlineData("key=s3cret%2Fkey%2B")]
    [InlineData("key=s3cret%2fkey%2b")]
    [InlineData("key=s3cret/key+")]
    public void Key_InAnySpelling_IsRemoved(string shown)
    {
        using var rig = FilterRig.ApiKey("s3cret/key+", query: "key");
        var call = new MemoryExchange("GET", Host, "/");
        rig.Request(call);
        call.Answered.Append("X-Debug"u8, Encoding.ASCII.GetBytes(shown + "," + shown));
        rig.Response(call);
        Assert.Equal(["key=REDACTED,key=REDACTED"], call.Answered.All("x-debug"));
    }

    [Fact]
    public void Header_RepeatedInManyLines_KeepsTheOthers()
    {
        using var rig = FilterRig.ApiKey();
        var call = new MemoryExchange("GET", Host, "/");
        rig.Request(call);
        foreach (var line in new[] { "one", "key=s3cret-key; path=/", "two" })
            call.Answered.Append("Set-Cookie"u8, Encoding.ASCII.GetBytes(line));
        rig.Response(call);
        Assert.Equal(["one", "key=REDACTED; path=/", "two"], call.Answered.All("set-cookie"));
    }

    [Fact]
    public void Key_WhereAFilterCanChangeNothing_RefusesTheAnswer()
    {
        using var rig = FilterRig.ApiKey();
        var call = new MemoryExchange("GET", Host, "/");
        rig.Request(call);
        call.Answered.Append("Trailer"u8, "s3cret-key"u8);
        Assert.Equal(502, rig.Response(call).Status);
        Assert.Equal(1, rig.Metrics["refused_total", "reflected"]);
    }

    [Theory, InlineData("REDACTED"), InlineData("REDA"), InlineData("EDAC")]
    public void Key_ThatIsPartOfTheMark_EndsTheAnswerAndNotTheProxy(string secret)
    {
        using var rig = FilterRig.ApiKey(secret);
        var call = new MemoryExchange("GET", Host, "/");
        rig.Request(call);
        call.Answered.Append("X-Debug"u8, Encoding.ASCII.GetBytes(secret));
        Assert.Equal(502, rig.Response(call).Status);
    }

    [Theory, InlineData("abc", "abc"), InlineData("abcd", "REDACTED")]
    public void Key_TooShortToBeTold_IsLeft(string secret, string expected)
    {
        using var rig = FilterRig.ApiKey(secret);
        var call = new MemoryExchange("GET", Host, "/");
        rig.Request(call);
        call.Answered.Append("X-Debug"u8, Encoding.ASCII.GetBytes(secret));
        rig.Response(call);
        Assert.Equal([expected], call.Answered.All("x-debug"));
    }

    [Fact]
    public void Answer_OfACallWithoutCredential_IsLeftAlone()
    {
        using var rig = FilterRig.ApiKey();
        var call = new MemoryExchange("GET", Host, "/") { ClusterName = "" };
        rig.Request(call);
        call.Answered.Append("X-Debug"u8, "s3cret-key"u8);
        Assert.Equal(FilterVerdict.Continue, rig.Response(call).Verdict);
        Assert.Equal(["s3cret-key"], call.Answered.All("x-debug"));
    }

    [Fact]
    public void Key_RotatedDuringTheCall_IsStillRemoved()
    {
        using var rig = FilterRig.ApiKey();
        var call = new MemoryExchange("GET", Host, "/");
        rig.Request(call);
        rig.Folder.Write("key", "another");
        rig.LookAtFiles();
        call.Answered.Append("X-Debug"u8, "s3cret-key"u8);
        rig.Response(call);
        Assert.Equal(["REDACTED"], call.Answered.All("x-debug"));
    }
}
