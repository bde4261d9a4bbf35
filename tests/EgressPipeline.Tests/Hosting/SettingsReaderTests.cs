using EgressPipeline.Hosting.Settings;
using EgressPipeline.TestKit;

namespace EgressPipeline.Tests.Hosting;

public sealed class SettingsReaderTests
{
    private static readonly Func<string, string?> NoEnvironment = _ => null;

    [Fact]
    public void Read_Nothing_GivesDefaults()
    {
        var options = Read([], NoEnvironment).Options!;

        Assert.Equal("127.0.0.1:15080", options.Proxy!.ToString());
        Assert.Equal(TimeSpan.FromSeconds(5), options.Drain);
    }

    [Fact]
    public void Read_AllSources_FlagBeforeEnvironmentBeforeFile()
    {
        using var folder = new TempFolder();
        folder.Write("s.yaml", "drain: 1s\nhead-timeout: 1s\nidle-timeout: 1s\n");
        var environment = new Dictionary<string, string> { ["EGRESS_DRAIN"] = "2s", ["EGRESS_HEAD_TIMEOUT"] = "2s" };

        var options = Read(new() { ["drain"] = ["3s"] }, environment.GetValueOrDefault, Path.Combine(folder.Path, "s.yaml")).Options!;

        Assert.Equal(TimeSpan.FromSeconds(3), options.Drain);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Limits.HeadTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1), options.Limits.IdleTimeout);
    }

    [Fact]
    public void Read_ManyMistakes_TellsEachInOneLine()
    {
        var result = Read(new() { ["drain"] = ["5x"], ["proxy"] = ["nowhere"], ["identity"] = ["me"], ["max-headers"] = ["1"] }, NoEnvironment);

        Assert.Null(result.Options);
        Assert.Equal(4, result.Problems.Count);
        Assert.All(result.Problems, problem => Assert.DoesNotContain('\n', problem));
    }

    [Fact]
    public void Read_UnknownKeyInFile_SuggestsTheRightOne()
    {
        using var folder = new TempFolder();
        folder.Write("s.yaml", "drian: 1s\n");

        var result = Read([], NoEnvironment, Path.Combine(folder.Path, "s.yaml"));

        Assert.Contains("did you mean 'drain'?", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_IdentityAndOtherNamespace_Contradict()
    {
        var result = Read(new() { ["identity"] = ["spiffe://td/ns/a/sa/b"], ["namespace"] = ["c"] }, NoEnvironment);

        Assert.Contains("contradicts", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TwoListenersOnOnePort_IsRefused()
    {
        var result = Read(new() { ["proxy"] = ["15001"] }, NoEnvironment);

        Assert.Contains("--outbound", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("5s", 5_000)]
    [InlineData("1.5m", 90_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("7", 7_000)]
    public void TryDuration_ValidText_GivesMilliseconds(string text, double milliseconds)
    {
        Assert.True(SettingText.TryDuration(text, out var value));
        Assert.Equal(milliseconds, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1s")]
    [InlineData("5 s")]
    [InlineData("1d")]
    public void TryDuration_OtherText_IsRefused(string text) => Assert.False(SettingText.TryDuration(text, out _));

    [Theory]
    [InlineData("15001", "127.0.0.1:15001")]
    [InlineData("*:80", "[::]:80")]
    [InlineData("[::1]:80", "[::1]:80")]
    [InlineData("off", null)]
    public void TryListener_ValidText_GivesAddress(string text, string? expected)
    {
        Assert.True(SettingText.TryListener(text, out var endpoint));
        Assert.Equal(expected, endpoint?.ToString());
    }

    [Theory]
    [InlineData("1:80")]
    [InlineData("::1:80")]
    [InlineData("example.com:80")]
    [InlineData("127.0.0.1:70000")]
    public void TryListener_OtherText_IsRefused(string text) => Assert.False(SettingText.TryListener(text, out _));

    private static SettingsResult Read(Dictionary<string, IReadOnlyList<string>> flags, Func<string, string?> environment, string? file = null) =>
        SettingsReader.Read(flags, file, environment);
}
