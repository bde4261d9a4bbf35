using System.ComponentModel;
using System.Diagnostics;

namespace EgressPipeline.Interception.Applying;

/// <summary>
/// Runs the programs that read and change the kernel's rules: by absolute path, with a list of arguments, without a
/// shell, in an environment of its own, and never longer than <see cref="Limit"/>.
/// </summary>
/// <param name="narrate">Gets what would be changed instead of changing it; null changes it.</param>
internal sealed class RuleRunner(TextWriter? narrate = null)
{
    /// <summary>A program that takes longer is stuck; it is killed and counts as failed.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Runs a program that only reads.</summary>
    public static Task<ProgramOutput> QueryAsync(string program, params IReadOnlyList<string> arguments) => RunAsync(program, arguments, "");

    /// <summary>Runs a program that changes something, or says that it would.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="input">What it reads from its standard input.</param>
    /// <param name="arguments">Passed as they are.</param>
    public async Task<ProgramOutput> ChangeAsync(string program, string input, params IReadOnlyList<string> arguments)
    {
        if (narrate is null)
            return await RunAsync(program, arguments, input);
        await narrate.WriteLineAsync(string.Join(' ', arguments.Prepend(program)) + (input.Length > 0 ? " <<END" : ""));
        if (input.Length > 0)
            await narrate.WriteLineAsync(input + "END");
        return new ProgramOutput(0, "", "");
    }

    private static async Task<ProgramOutput> RunAsync(string program, IReadOnlyList<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            return await EndOfAsync(process, input);
        }
        catch (Win32Exception e)
        {
            return new ProgramOutput(-1, "", e.Message);
        }
    }

    private static async Task<ProgramOutput> EndOfAsync(Process process, string input)
    {
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything; its exit code and words say why.
        }
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return new ProgramOutput(-1, "", $"no end within {Limit.TotalSeconds:0} s");
        }
        var result = new ProgramOutput(process.ExitCode, await output, (await error).Trim());
        // The runtime reads pipes on the event loops that carry connections and goes on right there: whoever stops the
        // server from there waits for himself.
        await Task.Yield();
        return result;
    }
}
