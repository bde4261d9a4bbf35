using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Interception.Applying;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Host.Verbs.Intercept;

/// <summary><c>egress intercept remove</c>.</summary>
internal static class InterceptRemoveVerb
{
    private const string Closing = """
        Takes back what 'apply' puts in, in whichever mode, and nothing else. Nothing being there is fine. Connections that
        were intercepted already stay with the sidecar.

        Exit codes: 0 nothing of ours is left, 2 wrong usage, 3 something could not be removed.
        """;

    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would be run, with its input, and changes nothing" };
        var pins = new Option<string>("--bpffs")
        {
            HelpName = "DIR",
            Description = $"Where programs of eBPF mode may be pinned [default: {InterceptOptions.DefaultBpfFolder}; EGRESS_INTERCEPT_BPFFS]",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("EGRESS_INTERCEPT_BPFFS") is { Length: > 0 } given ? given : InterceptOptions.DefaultBpfFolder,
        };
        var command = new TeachingCommand("remove", "Takes the rules back.", Closing) { dryRun, pins };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(pins)!, parsed.GetValue(dryRun)));
        return command;
    }

    private static async Task<int> RunAsync(string pins, bool dryRun)
    {
        var problems = await new Interceptor(dryRun ? Console.Out : null).RemoveAsync(pins);
        return problems.Count > 0 ? Complaint.Write(problems, ExitCode.CouldNotStart) : ExitCode.Fine;
    }
}
