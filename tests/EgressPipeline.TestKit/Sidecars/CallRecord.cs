using System.Text.Json;

namespace EgressPipeline.TestKit;

/// <summary>The decision record of one call: what the sidecar decided, why, and by which rule, as the access log has it. Immutable.</summary>
public sealed class CallRecord
{
    private readonly JsonElement _record;

    internal CallRecord(string line)
    {
        Line = line;
        using var parsed = JsonDocument.Parse(line);
        _record = parsed.RootElement.Clone();
    }

    /// <summary>The record as written: one JSON object.</summary>
    public string Line { get; }

    /// <summary>Status that the application got; 0 when it got none.</summary>
    public int Status => _record.GetProperty("response_code").GetInt32();

    /// <summary>What policies decided: <c>allowed</c>, <c>allowed_unregistered</c>, <c>audited_unregistered</c>, <c>unregistered</c>, <c>port_not_declared</c>, <c>protocol_mismatch</c>, <c>denied_by_rule</c>, <c>not_allowed</c>, <c>no_route</c>, <c>misdirected</c>.</summary>
    public string Decision => this["decision"] ?? "";

    /// <summary>Why the call ended as it did: <c>via_upstream</c>, or <c>filter{name}</c> for a call that a filter ended.</summary>
    public string Details => this["response_code_details"] ?? "";

    /// <summary>The rule that decided (<c>AuthorizationPolicy/shop/closed#rules[0]</c>); null when there is none.</summary>
    public string? Rule => this["rule"];

    /// <summary>Envoy's response flags; <c>-</c> for none.</summary>
    public string Flags => this["response_flags"] ?? "";

    /// <summary>Attempts at the service; 0 when it was not called.</summary>
    public int Attempts => _record.GetProperty("attempts").GetInt32();

    /// <summary>Path and query as the application sent them, whatever a filter made of them.</summary>
    public string? Path => this["path"];

    /// <summary>Any field of the record as text; null when it is absent or null.</summary>
    /// <param name="field">Name in the access log, see docs/operations.md.</param>
    public string? this[string field] => _record.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    /// <summary>Asserts that the service answered, with this status.</summary>
    /// <param name="status">Status.</param>
    /// <exception cref="AssertionFailedException">It was otherwise.</exception>
    public CallRecord AssertAnswered(int status = 200) => Assert(Status == status && Attempts > 0 && Details == "via_upstream", $"the service answers with {status}");

    /// <summary>Asserts that a filter ended the call, by a refusal, an answer or a failure, and that the service was not called.</summary>
    /// <param name="filter">The filter's name.</param>
    /// <param name="status">Status.</param>
    /// <exception cref="AssertionFailedException">It was otherwise.</exception>
    public CallRecord AssertEndedBy(string filter, int status) =>
        Assert(Status == status && Attempts == 0 && Details == $"filter{{{filter}}}", $"the filter '{filter}' ends the call with {status} before the service is called");

    /// <summary>Asserts that policies decided so.</summary>
    /// <param name="decision">See <see cref="Decision"/>.</param>
    /// <param name="rule">See <see cref="Rule"/>; null = any.</param>
    /// <exception cref="AssertionFailedException">It was otherwise.</exception>
    public CallRecord AssertDecision(string decision, string? rule = null) =>
        Assert(Decision == decision && (rule is null || Rule == rule), $"the decision is '{decision}'{(rule is null ? "" : $" by {rule}")}");

    /// <summary>The record as written.</summary>
    public override string ToString() => Line;

    private CallRecord Assert(bool holds, string what) => holds ? this : throw new AssertionFailedException($"expected that {what}; the record says:\n{Line}");
}
