using System.Text;
using EgressPipeline;
using EgressPipeline.TestKit;
using ExternalAuthorization.Protocol;
using ExternalAuthorization.Tests.Support;

namespace ExternalAuthorization.Tests;

/// <summary>What becomes of the authorizer's answers.</summary>
public sealed class VerdictTests
{
    [Fact]
    public async Task Answer_WithoutStatus_Allows() =>
        Assert.True((await JudgeAsync(new CheckResponse())).IsContinue);

    [Fact]
    public async Task Refusal_ThatIsCalledASuccess_IsARefusal() =>
        Assert.Equal(403, (await JudgeAsync(new CheckResponse { Status = new CheckStatus(), DeniedResponse = new DeniedAnswer() })).Status);

    [Theory]
    [InlineData(0, 403)]
    [InlineData(401, 401)]
    [InlineData(199, 403)]
    [InlineData(600, 403)]
    [InlineData(-1, 403)]
    [InlineData(599, 599)]
    public async Task Refusal_WithNothingButAStatus_IsTheSidecarsAnswer(int code, int status)
    {
        var result = await JudgeAsync(AuthorizationServer.Deny(new DeniedAnswer { Status = new AnswerStatus { Code = code } }));

        Assert.Equal((FilterVerdict.Refuse, status), (result.Verdict, result.Status));
    }

    [Fact]
    public async Task Refusal_WithHeadersAndBody_IsTheAuthorizersAnswer()
    {
        var denied = new DeniedAnswer { Status = new AnswerStatus { Code = 302 }, Body = "log in first" };
        denied.Headers.Add([
            AuthorizationServer.Header("Location", "https://login.example.com"), AuthorizationServer.Header("content-length", "99"),
            AuthorizationServer.Header("x-bad", "a\r\nb: c"), AuthorizationServer.Header("x-why", "first"), AuthorizationServer.Header("x-why", "second"),
            new HeaderChange { Header = new HeaderField { Key = "set-cookie", Value = "a=1" }, Append = true },
            new HeaderChange { Header = new HeaderField { Key = "set-cookie", Value = "b=2" }, Append = true }]);

        var answer = (await JudgeAsync(AuthorizationServer.Deny(denied))).GivenAnswer!;

        Assert.Equal((302, "log in first"), (answer.Status, Encoding.UTF8.GetString(answer.Body.Span)));
        var lines = answer.Headers.ToArray().Select(line => $"{Encoding.ASCII.GetString(line.Key)}: {Encoding.ASCII.GetString(line.Value)}");
        Assert.Equal(["content-type: text/plain", "location: https://login.example.com", "x-why: second", "set-cookie: a=1", "set-cookie: b=2"], lines);
    }

    [Fact]
    public async Task Refusal_WithABodyThatItsStatusForbids_HasNone() =>
        Assert.Equal(0, (await JudgeAsync(AuthorizationServer.Deny(new DeniedAnswer { Status = new AnswerStatus { Code = 204 }, Body = "x" }))).GivenAnswer!.Body.Length);

    [Theory]
    [InlineData(null, 0, "new")] // nothing said: the application's own value must not stay beside it
    [InlineData(false, 0, "new")]
    [InlineData(true, 0, "old, new")]
    [InlineData(null, 1, "old")]
    [InlineData(null, 2, "new")]
    [InlineData(null, 3, "new")]
    public async Task Header_ThatIsThere_IsChangedAsAsked(bool? append, int action, string value)
    {
        var call = Get();
        call.Sent.Append("X-User"u8, "old"u8);

        await FilterRig.JudgeAsync(call, Change(append, action));

        Assert.Equal(value, string.Join(", ", call.Sent.All("x-user")));
    }

    [Theory]
    [InlineData(null, 0, "new")]
    [InlineData(true, 0, "new")]
    [InlineData(null, 1, "new")]
    [InlineData(null, 2, "new")]
    [InlineData(null, 3, "")]
    public async Task Header_ThatIsNotThere_IsAddedAsAsked(bool? append, int action, string value)
    {
        var call = Get();

        await FilterRig.JudgeAsync(call, Change(append, action));

        Assert.Equal(value, string.Join(", ", call.Sent.All("x-user")));
    }

    [Fact]
    public async Task Headers_ToRemove_AreRemovedAndTheHostStays()
    {
        var call = Get();
        call.Sent.Append("Authorization"u8, "secret"u8);
        var allowed = new AllowedCall();
        allowed.HeadersToRemove.Add(["authorization", "host", ":path", "not a name"]);

        Assert.True((await FilterRig.JudgeAsync(call, AuthorizationServer.Allow(allowed))).Result.IsContinue);

        Assert.Empty(call.Sent.All("authorization"));
        Assert.Equal(["api.example.com"], call.Sent.All("host"));
    }

    [Theory]
    [InlineData("host", "evil.example.com")]
    [InlineData("content-length", "0")]
    [InlineData("x-a", "b\r\nx-c: d")]
    [InlineData("", "x")]
    [InlineData(":path", "/")]
    [InlineData("x-\u00fc", "x")]
    public async Task Header_ThatCannotBeSet_RefusesTheCallUntouched(string name, string value)
    {
        var call = Get();
        var allowed = new AllowedCall();
        allowed.Headers.Add([AuthorizationServer.Header("x-good", "1"), AuthorizationServer.Header(name, value)]);

        Assert.Equal(403, (await FilterRig.JudgeAsync(call, AuthorizationServer.Allow(allowed))).Result.Status);

        Assert.Empty(call.Sent.All("x-good"));
    }

    [Theory]
    [InlineData(9, true)] // "x-user" and "new"
    [InlineData(8, false)]
    public async Task Headers_ThatHaveNoRoom_RefuseTheCall(int room, bool passes)
    {
        var call = Get();
        call.Sent.Room = room;

        Assert.Equal(passes, (await FilterRig.JudgeAsync(call, Change(null, 0))).Result.IsContinue);
    }

    [Fact]
    public async Task ResponseHeaders_AreAddedToTheServicesAnswer()
    {
        var allowed = new AllowedCall();
        allowed.ResponseHeadersToAdd.Add(AuthorizationServer.Header("x-decision", "42"));
        await using var server = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow(allowed));
        using var rig = new FilterRig(FilterRig.Options(server));
        var call = Get();

        await rig.RequestAsync(call);
        Assert.True((await rig.ResponseAsync(call)).IsContinue);

        Assert.Equal(["42"], call.Answered.All("x-decision"));
    }

    [Theory]
    [InlineData("/a?x=1&y=2", "x", "", "/a?y=2&x=new")]
    [InlineData("/a", "x", "", "/a?x=new")]
    [InlineData("/a?x=1&X=3&x=2", "", "x", "/a?X=3")]
    [InlineData("/a?%78=1&y", "", "x", "/a?y")]
    [InlineData("/a?x=1", "x", "x", "/a")]
    [InlineData("/a?b=%20+&c=d", "a b", "", "/a?b=%20+&c=d&a%20b=new")]
    public async Task QueryParameters_AreSetAndRemoved(string target, string set, string removed, string sent)
    {
        var call = new MemoryExchange("GET", "api.example.com", target);
        var allowed = new AllowedCall();
        if (set.Length > 0)
            allowed.QueryParametersToSet.Add(new QueryParameter { Key = set, Value = "new" });
        if (removed.Length > 0)
            allowed.QueryParametersToRemove.Add(removed);

        await FilterRig.JudgeAsync(call, AuthorizationServer.Allow(allowed));

        Assert.Equal(sent, call.Target);
    }

    private static CheckResponse Change(bool? append, int action)
    {
        var allowed = new AllowedCall();
        allowed.Headers.Add(new HeaderChange { Header = new HeaderField { Key = "X-User", Value = "new" }, Append = append, AppendAction = (HeaderChange.Types.Action)action });
        return AuthorizationServer.Allow(allowed);
    }

    private static async Task<FilterResult> JudgeAsync(CheckResponse answer) => (await FilterRig.JudgeAsync(Get(), answer)).Result;

    private static MemoryExchange Get() => new("GET", "api.example.com", "/");
}
