using System.CommandLine;
using System.Net;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Host.Findings;
using EgressPipeline.Host.Output;
using EgressPipeline.Host.Recorded;
using EgressPipeline.Host.Suggesting;
using EgressPipeline.Policies;
using EgressPipeline.Policy;

namespace EgressPipeline.Host.Verbs;

/// <summary><c>egress suggest</c>: YAML for what was seen and refused, to be reviewed by a person.</summary>
internal sealed class SuggestVerb
{
    private const string Closing = """
        Reads JSON access logs, or asks a running sidecar for the calls it refused last, and prints ServiceEntries and
        AuthorizationPolicies that would let them through: as narrow as what was seen, and marked where a person must look.
        A refused call may be an attack: review before use. What a DENY rule refuses is never suggested.

        Examples:
          egress suggest access.log --policies ./policies > suggested.yaml
          egress suggest --admin 127.0.0.1:15000 --policies ./policies
          kubectl logs web -c egress | egress suggest -

        Exit codes: 0 every refused call is covered, 1 some are not (listed at the end), 2 wrong usage,
        3 the policies do not load, or the sidecar does not answer.
        """;

    private readonly Argument<string[]> _logs = new("log") { HelpName = "LOG…", Description = "JSON access logs; - is standard input", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _admin = new("--admin") { HelpName = "ADDR", Description = "Ask the admin API of a running sidecar instead" };
    private readonly Option<string[]> _policies = new("--policies") { HelpName = "PATH…", Description = "The present policies: suggestions are tried with them [default: none, the recorded reasons are taken]", Arity = ArgumentArity.OneOrMore };
    private readonly WorkloadFlags _workload = new("unregistered", "namespace", "labels");

    public static Command Create() => new SuggestVerb().Build();

    private TeachingCommand Build()
    {
        var command = new TeachingCommand("suggest", "Suggests policies for calls that were refused.", Closing) { _logs, _admin, _policies };
        _workload.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var read = _workload.Read(parsed);
        if (read.Options is not { } options)
            return Complaint.Write(read.Problems, ExitCode.WrongUsage);
        var (logs, admin) = (parsed.GetValue(_logs) ?? [], parsed.GetValue(_admin));
        if (logs.Length > 0 == admin is not null)
            return Complaint.Write("which calls? name access logs, or --admin ADDR", ExitCode.WrongUsage);
        IPEndPoint? endpoint = null;
        if (admin is not null && !IPEndPoint.TryParse(admin, out endpoint))
            return Complaint.Write($"--admin: '{admin}' is no IP:PORT", ExitCode.WrongUsage);
        if (!TryReadPolicies(parsed.GetValue(_policies), out var policies))
            return ExitCode.CouldNotStart;
        var calls = new RecordedCalls();
        if (endpoint is not null && await AdminReader.ReadAsync(endpoint, calls, cancellationToken) is { } silence)
            return Complaint.Write(silence, ExitCode.CouldNotStart);
        if (AccessLogReader.Read(logs, calls) is { } problem)
            return Complaint.Write(problem, ExitCode.WrongUsage);
        var suggestion = new Suggester(policies, options).Suggest(calls.All);
        Write(suggestion, calls);
        return suggestion.Left.Count > 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    private static bool TryReadPolicies(string[]? paths, out IReadOnlyList<PolicyFile>? policies)
    {
        policies = null;
        if (paths is not { Length: > 0 })
            return true;
        var files = PolicyFiles.Read(paths);
        string[] problems = files.Assembly is { } assembly ? [assembly.NotYaml] : [.. files.Problems];
        var set = PolicySet.Read(files.Files);
        if (problems.Length > 0)
            Complaint.Write(problems, ExitCode.CouldNotStart);
        else if (set.HasErrors)
            new TextFindings().Write(new FindingReport(files.Files, set.Diagnostics), Console.Error);
        policies = files.Files;
        return problems.Length == 0 && !set.HasErrors;
    }

    private static void Write(Suggestion suggestion, RecordedCalls calls)
    {
        Console.WriteLine($"# Suggested for calls among {calls.Seen} recorded. Review before use: a refused call may be an attack.");
        foreach (var document in suggestion.Documents)
            Console.Write("---\n" + document);
        if (suggestion.Left.Count > 0)
            Console.WriteLine("# not suggested:");
        foreach (var left in suggestion.Left)
            Console.WriteLine(PrintableText.Of($"#   {left.Count}x {left.Call.Method} {left.Call.Target}{left.Call.Path} {left.Call.Destination}: {left.Why}"));
        var skipped = calls.Dropped > 0 ? $"; {calls.Dropped} calls were left out: more than {RecordedCalls.MaxDistinct} different ones" : "";
        Console.Error.WriteLine($"egress: {suggestion.Documents.Count} documents suggested, {suggestion.Left.Count} calls without suggestion, {suggestion.AlreadyAllowed} allowed by the present policies{skipped}");
    }
}
