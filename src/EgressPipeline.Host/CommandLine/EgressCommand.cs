using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using EgressPipeline.Host.Verbs;
using EgressPipeline.Host.Verbs.Intercept;

namespace EgressPipeline.Host.CommandLine;

/// <summary>The <c>egress</c> command: parses, answers wrong usage with one clear line, and runs the verb.</summary>
internal static class EgressCommand
{
    // No @file expansion: '--labels @/etc/podinfo/labels' is a value of ours.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Create()
    {
        var root = new RootCommand("Governs a workload's calls to services outside the mesh by Istio policies.")
        {
            RunVerb.Create(),
            CheckVerb.Create(),
            ExplainVerb.Create(),
            TestVerb.Create(),
            DiffVerb.Create(),
            ReplayVerb.Create(),
            SuggestVerb.Create(),
            CompileVerb.Create(),
            PluginsVerb.Create(),
            InterceptVerb.Create(),
        };
        foreach (var option in root.Options)
            if (option is HelpOption help)
                help.Action = new TeachingHelp();
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args.Length == 0 ? ["--help"] : args, Parsing);
        // Help is asked for without the arguments that a verb needs.
        if (parsed.Errors.Count > 0 && parsed.Action is not TeachingHelp)
            return Complain(parsed);
        // Signals are the run verb's own: the library's handler would end the process in the middle of a drain.
        var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        await Console.Out.FlushAsync();
        return code;
    }

    private static int Complain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        foreach (var line in UsageErrors.Lines(parsed).Distinct())
            Console.Error.WriteLine("egress: " + line);
        Console.Error.WriteLine($"try '{TeachingHelp.FullName(command)} --help'");
        return ExitCode.WrongUsage;
    }
}
