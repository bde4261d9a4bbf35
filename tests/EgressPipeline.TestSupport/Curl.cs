using System.Net;

namespace EgressPipeline.TestSupport;

/// <summary>The real curl, as people use it against the sidecar. Tests skip when it is absent: <c>Assert.SkipUnless(Curl.Exists, Curl.Absent)</c>.</summary>
public static class Curl
{
    public const string Absent = "curl is not installed";

    private static readonly string? Program = ExternalProgram.Find("curl");

    public static bool Exists => Program is not null;

    /// <summary>Runs curl quietly with the arguments; no proxy of the environment is used.</summary>
    public static Task<ProgramResult> RunAsync(params string[] arguments) =>
        ExternalProgram.RunAsync(Program ?? throw new InvalidOperationException(Absent), ["-sS", "--max-time", "10", "--noproxy", "", .. arguments]);

    /// <summary>Runs curl through an explicit proxy.</summary>
    public static Task<ProgramResult> ThroughAsync(IPEndPoint proxy, params string[] arguments) =>
        RunAsync(["--proxy", $"http://{proxy}", .. arguments]);
}
