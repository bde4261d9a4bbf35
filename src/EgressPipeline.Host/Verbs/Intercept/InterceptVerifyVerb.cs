using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Interception.Applying;

namespace EgressPipeline.Host.Verbs.Intercept;

/// <summary><c>egress intercept verify</c>.</summary>
internal static class InterceptVerifyVerb
{
    private const string Closing = """
        Compares the rules in the kernel with those of the flags, rule by rule and in order.

        Exit codes: 0 all as it should be, 1 something is not, 2 wrong usage.
        """;

    public static Command Create()
    {
        var flags = new InterceptFlags();
        var command = new TeachingCommand("verify", "Checks that the rules in the kernel are those that were applied.", Closing);
        flags.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(flags, parsed));
        return command;
    }

    private static async Task<int> RunAsync(InterceptFlags flags, ParseResult parsed)
    {
        if (flags.Read(parsed) is not { } options)
            return ExitCode.WrongUsage;
        var differences = await new Interceptor().DifferencesAsync(options);
        if (differences.Count > 0)
            return Complaint.Write(differences, ExitCode.Findings);
        Console.WriteLine("rules    as applied");
        return ExitCode.Fine;
    }
}
