using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Interception.Applying;

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
        var command = new TeachingCommand("remove", "Takes the rules back.", Closing) { dryRun };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(dryRun)));
        return command;
    }

    private static async Task<int> RunAsync(bool dryRun)
    {
        var problems = await new Interceptor(dryRun ? Console.Out : null).RemoveAsync();
        return problems.Count > 0 ? Complaint.Write(problems, ExitCode.CouldNotStart) : ExitCode.Fine;
    }
}
