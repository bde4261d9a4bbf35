using EgressPipeline.Tests.Telemetry;

namespace EgressPipeline.Tests.Admin;

public sealed class MetricsApiTests
{
    [Fact]
    public async Task Metrics_AnyHost_AnswersPrometheusText()
    {
        using var admin = new AdminFixture();
        var answer = await admin.MetricsAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.ContentType);
        Assert.True(ExpositionText.Parse(answer.Body).Single("egress_build_info") == 1);
    }

    [Fact]
    public async Task Ready_FollowsTheLifetime()
    {
        using var starting = new AdminFixture(published: false);
        Assert.Equal(503, (await starting.MetricsAsync("/healthz/ready")).Status);
        Assert.Equal(200, (await starting.MetricsAsync("/healthz/live")).Status);

        using var admin = new AdminFixture();
        Assert.Equal(200, (await admin.MetricsAsync("/healthz/ready")).Status);
        admin.Services.Lifetime.BeginDrain();
        var draining = await admin.MetricsAsync("/healthz/ready");
        Assert.Equal(503, draining.Status);
        Assert.Contains("\"draining\"", draining.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_LastReloadRefused_StaysReadyAndSaysWhy()
    {
        using var admin = new AdminFixture();
        admin.Report = admin.Report with { LastReloadFailedAt = DateTimeOffset.UnixEpoch, LastReloadErrors = ["policies/api.yaml(3,1): error EGP0001: no"] };
        var answer = await admin.MetricsAsync("/healthz/ready");
        Assert.Equal(200, answer.Status);
        Assert.Contains("policies/api.yaml(3,1): error EGP0001: no", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/config", "GET", 404)]
    [InlineData("/quitquitquit", "POST", 405)]
    public async Task AdminPaths_AreNotServedHere(string path, string method, int status)
    {
        using var admin = new AdminFixture();
        Assert.Equal(status, (await admin.MetricsAsync(path, method)).Status);
        Assert.Equal(0, admin.Quits);
    }

    [Fact]
    public async Task Metrics_Promtool_FindsNothingToComplainAbout()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/promtool"), "promtool is not installed (Debian package prometheus)");
        using var admin = new AdminFixture();
        admin.Services.Metrics.For(ClusterPlans.Named("api.example.com"), "").Record(200, Pipeline.ResponseFlags.None, true, 5, 6, 7);
        var text = (await admin.MetricsAsync("/metrics")).Body;
        var start = new System.Diagnostics.ProcessStartInfo("/usr/bin/promtool", "check metrics") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        using var promtool = System.Diagnostics.Process.Start(start)!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        // Istio's own name has a unit in it that promtool's style check does not like; the name is the contract.
        Assert.DoesNotContain("error", complaints, StringComparison.OrdinalIgnoreCase);
        Assert.All(complaints.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("istio_request_duration_milliseconds", line, StringComparison.Ordinal));
    }
}
