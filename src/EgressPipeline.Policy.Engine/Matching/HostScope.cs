using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Which calls a list of host patterns means. What can be known from the plan is decided beforehand, so that asking is one load for most
/// calls. Immutable, safe for concurrent use.
/// </summary>
public sealed class HostScope
{
    private readonly Answer[] _byHost;
    private readonly byte[][] _patterns;

    private HostScope(Answer[] byHost, byte[][] patterns) => (_byHost, _patterns) = (byHost, patterns);

    /// <summary>What a host pattern of the plan says about the calls to it.</summary>
    private enum Answer : byte { Never, Always, ByName }

    /// <summary>Every call, to undeclared hosts too.</summary>
    public static HostScope Everything { get; } = new([], []);

    public bool IsEverything => _patterns.Length == 0;

    /// <param name="patterns">Normalised; none = everything.</param>
    /// <param name="plan">Whose hosts are called.</param>
    public static HostScope Of(string[] patterns, EgressPlan plan) => patterns.Length == 0
        ? Everything
        : new HostScope(Array.ConvertAll(plan.Hosts, host => AnswerFor(host.Pattern, patterns)), Array.ConvertAll(patterns, System.Text.Encoding.UTF8.GetBytes));

    /// <summary>True when a call is meant.</summary>
    /// <param name="known">The declared host that it found, or null: then its name alone counts.</param>
    /// <param name="name">The called name, normalised; empty when there is none.</param>
    public bool Covers(HostPlan? known, ReadOnlySpan<byte> name)
    {
        if (IsEverything)
            return true;
        return known is not null && _byHost[known.Index] is var answer and not Answer.ByName ? answer == Answer.Always : IsNamed(name);
    }

    /// <summary>True when some call to the host may be meant.</summary>
    public bool Covers(HostPlan host) => IsEverything || _byHost[host.Index] != Answer.Never;

    private bool IsNamed(ReadOnlySpan<byte> host)
    {
        foreach (var pattern in _patterns)
        {
            ReadOnlySpan<byte> text = pattern;
            if (text[0] != '*' ? host.SequenceEqual(text) : host.Length >= text.Length && host.EndsWith(text.Slice(1)))
                return true;
        }
        return false;
    }

    private static Answer AnswerFor(string pattern, string[] wanted)
    {
        if (Array.Exists(wanted, one => HostPattern.IsSubsetOf(pattern, one)))
            return Answer.Always;
        return Array.Exists(wanted, one => HostPattern.IsSubsetOf(one, pattern)) ? Answer.ByName : Answer.Never;
    }
}
