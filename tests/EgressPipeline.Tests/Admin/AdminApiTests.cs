using System.Text.Json;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Tests.Admin;

public sealed class AdminApiTests : IDisposable
{
    private readonly AdminFixture _admin = new();

    public void Dispose() => _admin.Dispose();

    [Fact]
    public async Task Config_NamesHostsPortsAndTheirLines()
    {
        var host = (await GetAsync("/config")).GetProperty("hosts")[0];
        Assert.Equal("api.example.com", host.GetProperty("host").GetString());
        Assert.Contains("policies/api.yaml:", host.GetProperty("service").GetString(), StringComparison.Ordinal);
        Assert.Equal("outbound|443||api.example.com", host.GetProperty("ports")[0].GetProperty("cluster").GetString());
    }

    [Theory]
    [InlineData("API.example", 1)]
    [InlineData("other", 0)]
    public async Task Config_HostQuery_Filters(string host, int hosts) =>
        Assert.Equal(hosts, (await GetAsync("/config?host=" + host)).GetProperty("hosts").GetArrayLength());

    [Fact]
    public async Task Clusters_ShowEndpointsAndHealth()
    {
        var cluster = Assert.Single((await GetAsync("/clusters")).EnumerateArray());
        Assert.Equal("outbound|443||api.example.com", cluster.GetProperty("name").GetString());
        var endpoints = cluster.GetProperty("endpoints").EnumerateArray().Select(endpoint => endpoint.GetProperty("address").GetString());
        Assert.Equal(["203.0.113.10:443", "203.0.113.11:443"], endpoints.Order());
        Assert.False(cluster.GetProperty("endpoints")[0].GetProperty("ejected").GetBoolean());
    }

    [Fact]
    public async Task Decisions_HostileTexts_AreEscaped()
    {
        _admin.Services.Denials.Add(new AccessRecord { Decision = DecisionReason.Unregistered, Authority = "<script>\"\r\n"u8, Status = 502 });
        var answer = await _admin.AdminAsync("GET", "/decisions");
        Assert.DoesNotContain("<script>", answer.Body, StringComparison.Ordinal);
        var latest = JsonDocument.Parse(answer.Body).RootElement.GetProperty("latest")[0];
        Assert.Equal("<script>\"\r\n", latest.GetProperty("target").GetString());
        Assert.Equal("unregistered", latest.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Stats_HasTheCountersWithTheirLabels()
    {
        _admin.Services.Metrics.Decisions.Increment(DecisionReason.NoRoute);
        _admin.Services.Metrics.For(null, EgressMetrics.BlackHole).Record(502, Pipeline.ResponseFlags.NoRoute, true, 1, 2, 3_000);
        var stats = await GetAsync("/stats");
        var counter = stats.GetProperty("egress_decisions_total").EnumerateArray().Single(sample => sample.GetProperty("labels").GetProperty("reason").GetString() == "no_route");
        Assert.Equal(1, counter.GetProperty("value").GetDouble());
        Assert.Equal(3, stats.GetProperty("istio_request_duration_milliseconds")[0].GetProperty("sum").GetDouble());
    }

    [Fact]
    public async Task CertsAndVersion_AreAnswered()
    {
        Assert.Equal("/etc/ca.pem", (await GetAsync("/certs"))[0].GetProperty("ca_certificates").GetString());
        Assert.Matches("^[0-9]+\\.[0-9]+", (await GetAsync("/version")).GetProperty("version").GetString());
    }

    [Fact]
    public async Task Dashboard_LoadsNothingFromElsewhere()
    {
        var page = await _admin.AdminAsync("GET", "/");
        Assert.StartsWith("text/html", page.ContentType, StringComparison.Ordinal);
        foreach (var path in new[] { "/", "/dashboard.js", "/dashboard.css" })
            Assert.DoesNotContain("://", (await _admin.AdminAsync("GET", path)).Body, StringComparison.Ordinal);
        // Texts come from callers: as markup they would be an attack on who looks.
        Assert.DoesNotContain("innerHTML", (await _admin.AdminAsync("GET", "/dashboard.js")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quit_Post_AnswersThenQuits()
    {
        Assert.Equal(405, (await _admin.AdminAsync("GET", "/quitquitquit")).Status);
        Assert.Equal(0, _admin.Quits);
        Assert.Equal(200, (await _admin.AdminAsync("POST", "/quitquitquit")).Status);
        Assert.Equal(1, _admin.Quits);
    }

    [Fact]
    public async Task Reload_Refused_SaysWhy()
    {
        Assert.Equal(200, (await _admin.AdminAsync("POST", "/reload")).Status);
        _admin.Report = _admin.Report with { LastReloadErrors = ["policies/api.yaml(3,1): error EGP0001: no"] };
        var answer = await _admin.AdminAsync("POST", "/reload");
        Assert.Equal(422, answer.Status);
        Assert.Contains("EGP0001", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "evil.example.com")]
    [InlineData("Host", "evil.example.com:15000")]
    [InlineData("Host", "localhost.evil.example.com")]
    [InlineData("Host", "")]
    public async Task AnyRequest_NameAsHost_IsRefused(string name, string value) =>
        Assert.Equal(403, (await _admin.AdminAsync("GET", "/config", (name, value))).Status);

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:15000")]
    [InlineData("10.1.2.3:15000")]
    [InlineData("[::1]:15000")]
    public async Task AnyRequest_AddressAsHost_Passes(string value) =>
        Assert.Equal(200, (await _admin.AdminAsync("GET", "/version", ("Host", value))).Status);

    [Theory]
    [InlineData("Origin", "http://evil.example.com", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "https://127.0.0.1:15000", 403)]
    [InlineData("Origin", "http://127.0.0.1:15000", 200)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("X-Plain", "curl", 200)]
    public async Task Post_ForeignOrigin_IsRefused(string name, string value, int status)
    {
        Assert.Equal(status, (await _admin.AdminAsync("POST", "/quitquitquit", (name, value))).Status);
        Assert.Equal(status == 200 ? 1 : 0, _admin.Quits);
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("POST", "/config", 404)]
    [InlineData("DELETE", "/config", 405)]
    public async Task UnknownRequest_IsTold(string method, string path, int status) =>
        Assert.Equal(status, (await _admin.AdminAsync(method, path)).Status);

    private async Task<JsonElement> GetAsync(string path)
    {
        var answer = await _admin.AdminAsync("GET", path);
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("application/json", answer.ContentType, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }
}
