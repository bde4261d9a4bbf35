using System.Globalization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for lists of texts in authorization rules.</summary>
internal static class TextListChecks
{
    public static void CheckNotEmpty(string field, Located<string>[] values, DiagnosticBag bag)
    {
        foreach (var value in values)
            if (value.Value.Length == 0)
                bag.Report(AuthorizationPolicyDiagnostics.EmptyValue, value.Source, field);
    }

    public static void CheckRanges(string field, Located<string>[] values, DiagnosticBag bag) =>
        CheckEach(field, values, bag, value => HostChecks.CheckRange(value, bag));

    public static void CheckUsers(string field, Located<string>[] values, DiagnosticBag bag) => CheckEach(field, values, bag, value =>
    {
        if (!uint.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            bag.Report(AuthorizationPolicyDiagnostics.BadUser, value.Source, field, value.Value);
    });

    public static void CheckPorts(string field, Located<string>[] values, DiagnosticBag bag) => CheckEach(field, values, bag, value =>
    {
        if (!ushort.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            bag.Report(AuthorizationPolicyDiagnostics.BadPort, value.Source, field, value.Value);
    });

    private static void CheckEach(string field, Located<string>[] values, DiagnosticBag bag, Action<Located<string>> check)
    {
        foreach (var value in values)
            if (value.Value.Length == 0)
                bag.Report(AuthorizationPolicyDiagnostics.EmptyValue, value.Source, field);
            else
                check(value);
    }
}
