using EgressPipeline.EndToEnd.Tests.Proxy;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Http2;

/// <summary>Programs that people use, speaking HTTP/2 by prior knowledge.</summary>
public sealed class Http2ProgramTests(PlainScene scene) : IClassFixture<PlainScene>
{
    private const string Absent = "nghttp2-client is not installed";

    [Fact]
    public async Task Curl_PriorKnowledge_IsServed()
    {
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        var result = await Curl.RunAsync("--http2-prior-knowledge", "-H", "Host: api.example.com", "-w", "%{http_version} %{http_code}", "-d", "some data", $"http://{scene.Outbound}/echo");
        Assert.Equal("some data2 200", result.Output);
    }

    [Fact]
    public async Task Curl_LargeUpload_ArrivesWhole()
    {
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        using var folder = new TempFolder();
        var bytes = new byte[5_000_000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(folder.File("body"), bytes);
        await Curl.RunAsync("--http2-prior-knowledge", "-H", "Host: api.example.com", "--data-binary", $"@{folder.File("body")}", "-o", folder.File("back"), $"http://{scene.Outbound}/echo");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(folder.File("back")));
    }

    [Fact]
    public async Task H2load_ManyStreams_AllSucceed()
    {
        var program = ExternalProgram.Find("h2load");
        Assert.SkipWhen(program is null, Absent);
        var result = await ExternalProgram.RunAsync(program!, ["-n", "500", "-c", "4", "-m", "32", "-H", ":authority: api.example.com", $"http://{scene.Outbound}/bytes/20000"]);
        Assert.Contains("500 succeeded, 0 failed, 0 errored", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nghttp_WithPriorityAndTrailers_IsServed()
    {
        var program = ExternalProgram.Find("nghttp");
        Assert.SkipWhen(program is null, Absent);
        using var folder = new TempFolder();
        folder.Write("body", "uploaded");
        var result = await ExternalProgram.RunAsync(program!, ["-d", folder.File("body"), "--trailer", "x-check: 1", "-H", ":authority: api.example.com", $"http://{scene.Outbound}/echo"]);
        Assert.Contains("uploaded", result.Output, StringComparison.Ordinal);
    }
}
