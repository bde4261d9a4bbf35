using System.Buffers;
using System.Text;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;

namespace EgressPipeline.Tests.Http1;

public sealed class HeaderHygieneTests
{
    [Theory]
    [InlineData("x-envoy-attempt-count")]
    [InlineData("X-Envoy-Original-Path")]
    [InlineData("x-istio-attributes")]
    [InlineData("X-Forwarded-Client-Cert")]
    [InlineData("baggage")]
    public void StripForExternal_MeshInternalFields_AllGoAndTheRestStaysInOrder(string name)
    {
        var head = Parse($"A: 1\r\n{name}: x\r\n{name}: y\r\nB: 2\r\n{name}: z\r\n{name}-other: 3\r\n");

        HeaderHygiene.StripForExternal(head);

        var kept = Enumerable.Range(0, head.HeaderCount).Select(i => Encoding.ASCII.GetString(head.Name(i))).ToArray();
        string[] expected = name.StartsWith("x-envoy-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("x-istio-", StringComparison.OrdinalIgnoreCase)
            ? ["Host", "A", "B"]
            : ["Host", "A", "B", name + "-other"];
        Assert.Equal(expected, kept);
    }

    [Fact]
    public void StripForExternal_LongName_GoesToo()
    {
        var head = Parse("x-envoy-" + new string('a', 200) + ": 1\r\n");
        HeaderHygiene.StripForExternal(head);
        Assert.Equal(1, head.HeaderCount);
    }

    private static RequestHead Parse(string fields)
    {
        var head = new RequestHead();
        var bytes = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: a.example\r\n" + fields + "\r\n"));
        Assert.Equal(ParseStatus.Done, head.TryParse(bytes, HttpLimits.Default, out _, out _));
        return head;
    }
}
