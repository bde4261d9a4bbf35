using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one <c>when</c> condition.</summary>
internal static class ConditionValidator
{
    private const string RequestHeaders = "request.headers";
    private const string RequestClaims = "request.auth.claims";

    private static readonly string[] Keys =
    [
        RequestHeaders + "[]", "source.ip", "remote.ip", "source.namespace", "source.principal", "source.serviceAccount", "source.trustDomain",
        "source.uid", "source.process",
        "destination.ip", "destination.port", "connection.sni",
        "request.auth.principal", "request.auth.audiences", "request.auth.presenter", RequestClaims + "[]",
    ];

    private const string NotYetPrefix = "experimental.";

    public static void Validate(ConditionRule condition, DiagnosticBag bag)
    {
        // A missing key is the schema's finding.
        if (condition.Key is not { } key)
            return;
        if (condition.Values.Length + condition.NotValues.Length == 0)
            bag.Report(AuthorizationPolicyDiagnostics.ConditionValues, condition.Source, key.Value);
        CheckKey(key, bag);
        CheckValues(key.Value, condition.Values, bag);
        CheckValues(key.Value, condition.NotValues, bag);
    }

    private static void CheckKey(Located<string> key, DiagnosticBag bag)
    {
        if (key.Value.StartsWith(NotYetPrefix, StringComparison.Ordinal))
            bag.Report(BindingDiagnostics.NotImplemented, key.Source, "condition key '" + key.Value + "'");
        if (HasMap(key.Value))
        {
            if (!HasMapKey(key.Value))
                bag.Report(AuthorizationPolicyDiagnostics.ConditionKey, key.Source, key.Value, "; it has the form name[key]");
        }
        else if (Array.IndexOf(Keys, key.Value, 1) < 0)
            bag.Report(AuthorizationPolicyDiagnostics.ConditionKey, key.Source, key.Value, Spelling.Suggest(key.Value, Keys));
    }

    private static bool HasMap(string key) =>
        key.StartsWith(RequestHeaders, StringComparison.Ordinal) || key.StartsWith(RequestClaims, StringComparison.Ordinal) || key.StartsWith(NotYetPrefix, StringComparison.Ordinal);

    private static bool HasMapKey(string key)
    {
        if (key.StartsWith(RequestClaims, StringComparison.Ordinal))
            return ClaimKey.TryParse(key, out _);
        var open = key.IndexOf('[');
        return open > 0 && key[key.Length - 1] == ']' && open < key.Length - 2;
    }

    private static void CheckValues(string key, Located<string>[] values, DiagnosticBag bag)
    {
        switch (key)
        {
            case "source.ip" or "remote.ip" or "destination.ip":
                TextListChecks.CheckRanges(key, values, bag);
                break;
            case "source.uid":
                TextListChecks.CheckUsers(key, values, bag);
                break;
            case "destination.port":
                TextListChecks.CheckPorts(key, values, bag);
                break;
            default:
                TextListChecks.CheckNotEmpty(key, values, bag);
                break;
        }
    }
}
