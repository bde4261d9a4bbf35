using System.CommandLine;
using System.Net.Sockets;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Interception.Applying;
using EgressPipeline.Interception.Rules;
using EgressPipeline.Interception.Verifying;

namespace EgressPipeline.Host.Verbs.Intercept;

/// <summary><c>egress intercept verify</c>.</summary>
internal static class InterceptVerifyVerb
{
    private const string Closing = """
        Run it in the application's place: as its user, in its network namespace. It
        - compares the rules in the kernel with those of the flags, rule by rule and in order (needs NET_ADMIN, left out without it),
        - dials a canary over each family, an address where nobody is, which a running sidecar answers when it was intercepted,
        - lists the exempt users and groups, and the processes that run under them: their traffic goes around the sidecar.

        Exit codes: 0 all as it should be, 1 something is not, 2 wrong usage.
        """;

    public static Command Create()
    {
        var flags = new InterceptFlags();
        var rulesOnly = new Option<bool>("--rules-only") { Description = "Compares the rules and dials nothing: no sidecar need run" };
        var command = new TeachingCommand("verify", "Checks that what should be intercepted is.", Closing);
        flags.AddTo(command);
        command.Add(rulesOnly);
        command.SetAction((parsed, cancellationToken) => RunAsync(flags, parsed, parsed.GetValue(rulesOnly), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(InterceptFlags flags, ParseResult parsed, bool rulesOnly, CancellationToken cancellationToken)
    {
        if (flags.Read(parsed) is not { } options)
            return ExitCode.WrongUsage;
        var sound = await CompareAsync(options, mayBeLeftOut: !rulesOnly);
        if (!rulesOnly)
        {
            sound &= await DialAsync(options, cancellationToken);
            ListExempt(options);
        }
        return sound ? ExitCode.Fine : ExitCode.Findings;
    }

    private static async Task<bool> CompareAsync(InterceptOptions options, bool mayBeLeftOut)
    {
        if (mayBeLeftOut && Interceptor.MissingRights(options) is [var missing, ..])
        {
            Console.WriteLine("rules     not compared: " + missing);
            return true;
        }
        var differences = await new Interceptor().DifferencesAsync(options);
        if (differences.Count == 0)
            Console.WriteLine("rules     as applied");
        Complaint.Write(differences, ExitCode.Findings);
        return differences.Count == 0;
    }

    private static async Task<bool> DialAsync(InterceptOptions options, CancellationToken cancellationToken)
    {
        var owner = ProcessOwner.Read();
        if (owner.IsExempt(options))
        {
            Complaint.Write($"this process runs as uid {owner.Uid} and gid {owner.Gid}, which are exempt, so nothing can be dialled as the application does; run it as the application's user", ExitCode.Findings);
            return false;
        }
        if (CanaryPort(options) is not { } port || options.IncludeCidrs.Count > 0)
        {
            Console.WriteLine("canary    not dialled: the flags include certain addresses or no port that may be tried");
            return true;
        }
        var sound = await DialAsync("IPv4", AddressFamily.InterNetwork, port, cancellationToken);
        return await DialAsync("IPv6", AddressFamily.InterNetworkV6, port, cancellationToken) && sound;
    }

    private static async Task<bool> DialAsync(string name, AddressFamily family, int port, CancellationToken cancellationToken)
    {
        var result = await CanaryDial.RunAsync(family, port, cancellationToken);
        var words = result switch
        {
            CanaryResult.Intercepted => "intercepted",
            CanaryResult.NoRoute => "no route: nothing can leave by this family",
            CanaryResult.Refused => "refused: no sidecar answers where the rules lead",
            _ => "NOT intercepted: the connection went to the outside",
        };
        if (result is CanaryResult.Intercepted or CanaryResult.NoRoute)
            Console.WriteLine($"{name}      {words}");
        else
            Complaint.Write($"{name}: {words}", ExitCode.Findings);
        return result is CanaryResult.Intercepted or CanaryResult.NoRoute;
    }

    private static int? CanaryPort(InterceptOptions options)
    {
        int[] usual = [80, 443, .. options.IncludePorts.Select(range => range.First)];
        return usual.Where(port => (options.IncludePorts.Count == 0 || options.IncludePorts.Any(r => r.Contains(port))) && !options.ExcludePorts.Any(r => r.Contains(port)))
            .Select(port => (int?)port).FirstOrDefault();
    }

    private static void ListExempt(InterceptOptions options)
    {
        Console.WriteLine($"exempt    uid {Of(options.ExemptUids)}, gid {Of(options.ExemptGids)}");
        foreach (var process in ExemptProcess.All(options))
            Console.WriteLine($"around    process {process.Id} ({process.Name}), uid {process.Owner.Uid}, gid {process.Owner.Gid}");
    }

    private static string Of(IReadOnlyList<uint> ids) => ids.Count == 0 ? "none" : string.Join(", ", ids);
}
