using System.CommandLine;
using EgressPipeline.Filters;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Host.Findings;
using EgressPipeline.Plugins;
using EgressPipeline.Policies;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Host.Verbs;

/// <summary><c>egress check</c>: says everything that is wrong with a policy set, and serves nothing.</summary>
internal static class CheckVerb
{
    private const string Closing = """
        Examples:
          egress check ./policies
          egress check ./policies --strict                     (warnings are findings, too)
          egress check ./policies --format github              (annotations in a pull request)
          egress check ./policies --format sarif >egress.sarif (for code scanning)
          helm template ./chart | egress check -               (standard input)
          egress check policy.dll                              (a policy assembly: whole, and of this release)
          egress check ./policies --plugins ./plugins          (FilterBindings are judged by the filters there are)
          egress check samples/*.yaml --isolated               (every document for itself: references are not followed)

        Exit codes: 0 nothing found, 1 findings, 2 wrong usage.
        """;

    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { HelpName = "PATH…", Description = "YAML files, folders (read recursively), - for standard input, or one policy assembly (.dll)", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { HelpName = "text|json|sarif|github", Description = "How findings are written [default: text]", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "sarif", "github");
        var strict = new Option<bool>("--strict") { Description = "Warnings count as findings" };
        var isolated = new Option<bool>("--isolated") { Description = "Judge every document by itself: hosts, subsets and ports that it names need not be declared" };
        var plugins = new Option<string?>("--plugins") { HelpName = "DIR", Description = "Judge FilterBindings, too: their filter is one of this folder (or compiled in), and their config suits it" };
        var command = new TeachingCommand("check", "Checks policies and says everything that is wrong with them.", Closing) { paths, format, strict, isolated, plugins };
        command.SetAction(parsed =>
        {
            var files = CheckedFiles.Read(parsed.GetRequiredValue(paths));
            var filters = parsed.GetValue(plugins) is { } folder ? PluginSource.Load(folder, null, []) : null;
            string[] problems = [.. files.Problems, .. filters?.Problems ?? []];
            foreach (var problem in problems)
                Console.Error.WriteLine("egress: " + problem);
            if (problems.Length > 0)
                return ExitCode.WrongUsage;
            var report = parsed.GetValue(isolated) && files.Assembly is null ? Isolated(files) : Whole(files, filters?.Filters);
            FindingWriters.For(parsed.GetRequiredValue(format)).Write(report, Console.Out);
            return report.Errors > 0 || (parsed.GetValue(strict) && report.Warnings > 0) ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }

    private static FindingReport Isolated(PolicyFiles files) =>
        new(files.Files, [.. files.Files.SelectMany(file => PolicyCompiler.Compile([file], WorkloadContext.Unknown, ValidationOptions.Isolated).Diagnostics)]);

    private static FindingReport Whole(PolicyFiles files, FilterCatalogue? filters)
    {
        var load = PolicyLoader.Compile(files, WorkloadContext.Unknown);
        var read = files.Assembly is { } assembly ? [new PolicyFile(assembly.Path, "")] : files.Files;
        var bindings = new DiagnosticBag();
        if (load.Plan is not null && filters is not null)
            BindingCheck.Check(load.Plan, filters, bindings);
        return new FindingReport(read, [.. load.Diagnostics, .. bindings.Items.Distinct()]) { PlanHash = bindings.HasErrors ? null : load.Plan?.Hash };
    }
}
