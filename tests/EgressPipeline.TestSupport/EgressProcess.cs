using EgressPipeline.TestKit;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace EgressPipeline.TestSupport;

/// <summary>
/// The real <c>egress run</c>, built in the configuration of the test, with every listener on a free port of loopback.
/// Disposing ends it by its process id; <see cref="StopAsync"/> ends it as an operator does.
/// </summary>
public sealed partial class EgressProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigHup = 1;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, IPEndPoint> _listeners = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EgressProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) =>
        {
            process.WaitForExit(); // until its last words have been read, too
            _ready.TrySetException(new InvalidOperationException("egress ended before it was ready:\n" + Output));
        };
    }

    /// <summary>The executable beside the tests, or what <c>EGRESS_EXECUTABLE</c> names.</summary>
    public static string Executable { get; } =
        Environment.GetEnvironmentVariable("EGRESS_EXECUTABLE") is { Length: > 0 } set ? set : Path.Combine(AppContext.BaseDirectory, "egress");

    /// <summary>Starts <c>egress run</c> and waits until it says that it is ready.</summary>
    /// <param name="policies">Policy file or folder.</param>
    /// <param name="arguments">Further flags; they come last, so they win over the free ports chosen here.</param>
    public static Task<EgressProcess> StartAsync(string policies, params string[] arguments) => StartBehindAsync([], policies, arguments);

    /// <summary>
    /// The same inside a network namespace and with a group id of its own, by which rules tell the sidecar's connections
    /// from the application's. (Not a user id: the checkout may be readable for root only.)
    /// </summary>
    public static Task<EgressProcess> StartInAsync(NetNamespace pod, int group, string policies, params string[] arguments) =>
        StartBehindAsync(pod.Enter("setpriv", "--regid", group.ToString(CultureInfo.InvariantCulture), "--clear-groups"), policies, arguments);

    /// <summary>The same as the last program of a command line (<c>env</c>, <c>ip netns exec</c>), which must become it by exec.</summary>
    public static Task<EgressProcess> StartBehindAsync(IReadOnlyList<string> launcher, string policies, params string[] arguments) =>
        StartProgramAsync([.. launcher, Executable], policies, arguments);

    /// <summary>The same with another program that understands the flags of <c>egress run</c>: a host with filters compiled in.</summary>
    public static async Task<EgressProcess> StartProgramAsync(IReadOnlyList<string> program, string policies, params string[] arguments)
    {
        string[] defaults = ["run", "--policies", policies, "--outbound", "127.0.0.1:0", "--proxy", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--metrics", "127.0.0.1:0"];
        string[] command = [.. program, .. Without(defaults, arguments), .. arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        var egress = new EgressProcess(Process.Start(start)!);
        egress._process.BeginOutputReadLine();
        egress._process.BeginErrorReadLine();
        try
        {
            await egress._ready.Task.Within("the ready line of egress");
            return egress;
        }
        catch
        {
            await egress.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs another verb (<c>check</c>, <c>explain</c> …) to its end.</summary>
    public static Task<ProgramResult> RunVerbAsync(params string[] arguments) => ExternalProgram.RunAsync(Executable, arguments);

    public int Id => _process.Id;
    public IPEndPoint Proxy => Listener("proxy");
    public IPEndPoint Outbound => Listener("outbound");
    public IPEndPoint Dns => Listener("dns");
    public IPEndPoint Admin => Listener("admin");
    public IPEndPoint Metrics => Listener("metrics");

    /// <summary>Everything it has written so far to both streams, access records included.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>The lines of <see cref="Output"/> that are JSON objects: access records and structured log lines.</summary>
    public IEnumerable<string> Records => Output.Split('\n').Where(line => line.StartsWith('{'));

    /// <summary>Resident memory, bytes.</summary>
    public long ResidentBytes => StatusKilobytes("VmRSS") * 1024;

    /// <summary>Open file descriptors.</summary>
    public int Descriptors => Directory.GetFiles($"/proc/{Id}/fd").Length;

    /// <summary>A GET at the metrics listener (<c>/metrics</c>, <c>/healthz/ready</c>).</summary>
    public Task<RawMessage> GetMetricsAsync(string path = "/metrics") => GetAsync(Metrics, path);

    /// <summary>A call of the admin listener.</summary>
    public Task<RawMessage> GetAdminAsync(string path) => GetAsync(Admin, path);

    /// <summary>Asks the process to end (SIGTERM).</summary>
    public void Terminate() => Signal(SigTerm);

    /// <summary>Asks the process to read its policies again (SIGHUP).</summary>
    public void Hangup() => Signal(SigHup);

    /// <summary>SIGTERM, then waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> StopAsync()
    {
        Terminate();
        return WaitForExitAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().Within("egress to end");
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private static Task<RawMessage> GetAsync(IPEndPoint server, string path) =>
        RawClient.RequestAsync(server, $"GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n");

    /// <summary>Leaves out those defaults that the test sets itself.</summary>
    private static IEnumerable<string> Without(string[] defaults, string[] arguments)
    {
        yield return defaults[0];
        for (var i = 1; i < defaults.Length; i += 2)
        {
            if (arguments.Contains(defaults[i]))
                continue;
            yield return defaults[i];
            yield return defaults[i + 1];
        }
    }

    private IPEndPoint Listener(string name) =>
        _listeners.TryGetValue(name, out var address) ? address : throw new InvalidOperationException($"egress did not print its {name} listener:\n{Output}");

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.Append(line).Append('\n');
        if (_ready.Task.IsCompleted)
            return;
        if (ListenerLine().Match(line) is { Success: true } listener)
            _listeners[listener.Groups[1].Value] = IPEndPoint.Parse(listener.Groups[2].Value);
        if (ReadyLine().IsMatch(line))
            _ready.TrySetResult();
    }

    private long StatusKilobytes(string field)
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    private void Signal(int signal)
    {
        if (Kill(Id, signal) != 0)
            throw new InvalidOperationException($"signal {signal} could not be sent to {Id}");
    }

    [GeneratedRegex(@"^(outbound|proxy|dns|admin|metrics)\s+((?:\d+\.){3}\d+:\d+|\[[0-9a-f:]+\]:\d+)")]
    private static partial Regex ListenerLine();

    [GeneratedRegex(@"^ready\b")]
    private static partial Regex ReadyLine();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
