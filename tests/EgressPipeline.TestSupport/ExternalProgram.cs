using EgressPipeline.TestKit;
using System.Diagnostics;

namespace EgressPipeline.TestSupport;

/// <summary>Runs a program to its end, bounded by <see cref="Deadline.Default"/> or what the caller says (then it is killed by its id).</summary>
public static class ExternalProgram
{
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];

    /// <summary>The absolute path of a program on PATH or in the system's sbin folders, or null.</summary>
    public static string? Find(string name) =>
        Folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static async Task<ProgramResult> RunAsync(string program, IEnumerable<string> arguments, string? workingFolder = null, string input = "", TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? "",
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync().Within($"{program} to end", limit ?? Deadline.Default);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        return new ProgramResult(process.ExitCode, await output, await error);
    }
}
