using System.Text;
using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Calls;

public sealed class CallDescriptionTests
{
    [Theory]
    [InlineData("GET http://API.example.com/v1/../v2/%7Ea?x=1", CallKind.Http, "api.example.com", 80, "GET", "/v2/~a", "x=1")]
    [InlineData("http://api.example.com", CallKind.Http, "api.example.com", 80, "GET", "/", "")]
    [InlineData("post http://api.example.com:8080?x", CallKind.Http, "api.example.com", 8080, "POST", "/", "x")]
    [InlineData("GET http://[::1]:81/a", CallKind.Http, "::1", 81, "GET", "/a", "")]
    [InlineData("GET https://api.example.com/v1", CallKind.Tls, "api.example.com", 443, "", "", "")]
    [InlineData("TLS api.example.com:8443", CallKind.Tls, "api.example.com", 8443, "", "", "")]
    [InlineData("connect api.example.com:443", CallKind.Connect, "api.example.com", 443, "CONNECT", "", "")]
    [InlineData("TCP 10.1.2.3:5432", CallKind.Tcp, "", 5432, "", "", "")]
    public void Line_IsWhatTheDataPlaneWouldSee(string line, CallKind kind, string host, int port, string method, string path, string query)
    {
        var facts = Read(CallWords.Of(line)).Facts(CallSource.Anonymous);

        Assert.Equal((kind, host, port), (facts.Kind, Text(facts.Host), facts.Port));
        Assert.Equal((method, path, query), (Text(facts.Method), Text(facts.Path), Text(facts.Query)));
        Assert.Equal(kind == CallKind.Tls ? host : "", Text(facts.Sni));
    }

    [Theory]
    [InlineData("GET ftp://a.com/", "no http or https URL")]
    [InlineData("GET a.com", "no http or https URL")]
    [InlineData("GET http://a.com/#part", "no http or https URL")]
    [InlineData("GET http:///x", "no host name")]
    [InlineData("GET http://user@a.com/", "no host name")]
    [InlineData("GET http://a.com/a b", "percent-encod")]
    [InlineData("GET http://a.com/%zz", "percent-encod")]
    [InlineData("GET http://a.com/%00", "percent-encod")]
    [InlineData("G(T http://a.com/", "no method")]
    [InlineData("CONNECT a.com", "needs a port")]
    [InlineData("TCP a.com:80", "no IP:PORT")]
    [InlineData("TCP 10.1.2.3", "no IP:PORT")]
    [InlineData("TLS *.a.com", "no host name")]
    [InlineData("", "no http or https URL")]
    public void Line_ThatIsNoCall_SaysWhy(string line, string why)
    {
        Assert.Null(CallDescription.Parse(CallWords.Of(line), out var problem));
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://a.com/", "10.1.2.3", 80, "10.1.2.3")]
    [InlineData("GET http://a.com/", "10.1.2.3:8080", 8080, "10.1.2.3")]
    [InlineData("TLS a.com", "[2001:db8::1]:8443", 8443, "2001:db8::1")]
    [InlineData("TLS a.com", "2001:db8::1", 443, "2001:db8::1")]
    public void OriginalDestination_GivesAddressAndPort(string line, string destination, int port, string address)
    {
        var call = Read(CallWords.Of(line) with { Destination = destination });

        Assert.Equal((port, address), (call.Port, call.Destination.ToString()));
    }

    [Fact]
    public void Headers_OfOneName_AreJoinedAndHostIsTheAuthority()
    {
        var call = Read(CallWords.Of("GET http://a.com:81/") with { Headers = [new("X-A", "1"), new("x-a", "2")] });
        var headers = call.Facts(CallSource.Anonymous).Headers!;

        Assert.True(headers.TryGetHeader("x-a"u8, out var joined));
        Assert.Equal("1,2", Text(joined));
        Assert.True(headers.TryGetHeader("host"u8, out var host));
        Assert.Equal("a.com:81", Text(host));
    }

    private static CallDescription Read(CallWords words) => CallDescription.Parse(words, out var problem) ?? throw new InvalidOperationException(problem);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
