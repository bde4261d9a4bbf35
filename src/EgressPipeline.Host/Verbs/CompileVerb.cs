using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Host.Compiling;
using EgressPipeline.Host.Findings;
using EgressPipeline.Hosting;
using EgressPipeline.Hosting.Settings;
using EgressPipeline.Policies;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Image;

namespace EgressPipeline.Host.Verbs;

/// <summary><c>egress compile</c>: policies as one assembly that <c>egress run</c> takes in place of the YAML.</summary>
internal sealed class CompileVerb
{
    private const string Closing = """
        Examples:
          egress compile ./policies -o policy.dll
          egress compile ./policies -o policy.dll --namespace shop --labels app=web
          egress run --policies policy.dll                     (follows the file: replace it to change the policies)

        What depends on the workload (exportTo, selectors, sourceLabels, Sidecar resources) is decided here, so compile for each
        workload by itself. A run whose --namespace, --identity or --labels contradict is refused.
        The same files, paths and workload give the same assembly, byte by byte.

        Exit codes: 0 written, 1 the policies have errors and nothing was written, 2 wrong usage.
        """;

    private readonly Argument<string[]> _paths = new("path") { HelpName = "PATH…", Description = "YAML files or folders (read recursively)", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _output = new("--output", "-o") { HelpName = "FILE", Description = "The assembly to write, for example policy.dll", Required = true };
    private readonly SettingOption[] _settings = [.. new[] { "namespace", "labels", "identity" }.Select(name => new SettingOption(SettingCatalogue.Find(name)!) { AllowMultipleArgumentsPerToken = false })];

    public static Command Create() => new CompileVerb().Build();

    private TeachingCommand Build()
    {
        var command = new TeachingCommand("compile", "Compiles policies into one assembly for 'egress run'.", Closing) { _paths, _output };
        foreach (var setting in _settings)
            command.Add(setting);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var output = parsed.GetRequiredValue(_output);
        if (!PolicyAssemblyFile.IsNamed(output))
            return Complain([$"--output: '{output}' is not named .dll, so 'egress run' would read it as YAML"], ExitCode.WrongUsage);
        var read = SettingsReader.Read(SettingOption.AllGiven(parsed, _settings), null, Environment.GetEnvironmentVariable);
        if (read.Options is not { } options)
            return Complain(read.Problems, ExitCode.WrongUsage);
        var files = PolicyFiles.Read(parsed.GetRequiredValue(_paths));
        if (files.Assembly is { } assembly)
            return Complain([$"'{assembly.Path}' is compiled already"], ExitCode.WrongUsage);
        if (files.Problems.Count > 0)
            return Complain(files.Problems, ExitCode.WrongUsage);
        return Compile(files, new WorkloadContext(options.Namespace, options.Labels, options.Unregistered), output);
    }

    private static int Compile(PolicyFiles files, WorkloadContext workload, string output)
    {
        var result = PolicyCompiler.Compile(files.Files, workload);
        if (result.Diagnostics.Count > 0)
            FindingWriters.For("text").Write(new FindingReport(files.Files, result.Diagnostics), Console.Error);
        if (result.Plan is not { } plan)
            return ExitCode.Findings;
        var bytes = PolicyAssemblyWriter.Write(Path.GetFileNameWithoutExtension(output), PlanImage.Write(plan));
        if (!ReplacedFile.TryWrite(output, bytes, out var problem))
            return Complain([problem], ExitCode.WrongUsage);
        Console.WriteLine($"{output}  {bytes.Length} bytes, policies {plan.Hash}");
        return ExitCode.Fine;
    }

    private static int Complain(IReadOnlyList<string> problems, int code)
    {
        foreach (var problem in problems)
            Console.Error.WriteLine("egress: " + problem);
        return code;
    }
}
