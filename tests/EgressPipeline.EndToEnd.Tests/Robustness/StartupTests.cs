using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

/// <summary>Bad input at the start: one clear line, the documented exit code, nothing half-started.</summary>
public sealed partial class StartupTests
{
    private static readonly string[] FreePorts = ["--outbound", "127.0.0.1:0", "--proxy", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--metrics", "127.0.0.1:0"];

    private static Task<ProgramResult> RunAsync(string policies, params string[] more) => EgressProcess.RunVerbAsync(["run", "--policies", policies, .. FreePorts, .. more]);

    [Fact]
    public async Task PolicyFolder_Missing_IsCode3AndNamed()
    {
        var result = await RunAsync("/nonexistent/policies");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("/nonexistent/policies", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PolicyWithATypo_IsCode3WithPlaceAndSuggestion()
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", PolicyText.Service("api.example.com", 80, "HTTP", new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1)).Replace("hosts:", "hostz:", StringComparison.Ordinal));

        var result = await RunAsync(folder.Path);

        Assert.Equal(3, result.ExitCode);
        Assert.Matches(@"a\.yaml\(\d+,\d+\): error EGP\d+", result.Error);
        Assert.Contains("hosts", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadableYaml_IsCode3WithPlace()
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", "a: [1, 2\nb: 3\n");

        var result = await RunAsync(folder.Path);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("a.yaml(", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownFlag_IsCode2()
    {
        using var folder = new TempFolder();

        Assert.Equal(2, (await RunAsync(folder.Path, "--no-such-flag")).ExitCode);
    }

    [Fact]
    public async Task PortInUse_IsCode3AndNamed()
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", PolicyText.Service("api.example.com", 80, "HTTP", new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1)));
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        taken.Listen();

        var result = await EgressProcess.RunVerbAsync("run", "--policies", folder.Path, "--outbound", "127.0.0.1:0", "--proxy", taken.LocalEndPoint!.ToString()!, "--admin", "127.0.0.1:0", "--metrics", "127.0.0.1:0");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains(taken.LocalEndPoint.ToString()!, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HundredDocuments_AreReadyInTime()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 100; i++)
            folder.Write($"s{i}.yaml", PolicyText.Service($"s{i}.example.com", 80, "HTTP", new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1)));

        await using var egress = await EgressProcess.StartAsync(folder.Path);

        Assert.Matches(@"loaded +100 documents", egress.Output);
        // 300 ms is the target for published builds, which are precompiled; this one is compiled as it starts, on a
        // machine that runs other tests at the same time. What a bound of 3 s finds is work that grows out of hand.
        Assert.InRange(int.Parse(ReadyTime().Match(egress.Output).Groups[1].Value, CultureInfo.InvariantCulture), 1, 3000);
    }

    [GeneratedRegex(@"^ready in (\d+) ms", RegexOptions.Multiline)]
    private static partial Regex ReadyTime();
}
