using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>What the filter counts, and its refusals, made once.</summary>
internal sealed class InjectionCounters
{
    private static readonly string[] Reasons = Array.ConvertAll(Enum.GetNames<Refusal>()[1..], Spell);
    private readonly FilterCounter[] _refused;

    public InjectionCounters(FilterMetrics metrics)
    {
        Injected = metrics.Counter("injected_total", "Requests that got a credential.");
        Redacted = metrics.Counter("redacted_total", "Answers from whose headers the credential was removed.");
        var fetches = metrics.Counter("token_fetches_total", "Calls of token endpoints.", "outcome", "granted", "failed");
        Granted = fetches["granted"];
        Failed = fetches["failed"];
        var refused = metrics.Counter("refused_total", "Requests that were refused.", "reason", Reasons);
        _refused = Array.ConvertAll(Enum.GetNames<Refusal>(), name => refused[Spell(name)]);
    }

    public FilterCounter Injected { get; }
    public FilterCounter Redacted { get; }
    public FilterCounter Granted { get; }
    public FilterCounter Failed { get; }

    /// <summary>Counts a refusal.</summary>
    public FilterResult Refuse(Refusal refusal)
    {
        _refused[(int)refusal].Increment();
        return RefusalText.ResultOf(refusal);
    }

    private static string Spell(string name) => string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
