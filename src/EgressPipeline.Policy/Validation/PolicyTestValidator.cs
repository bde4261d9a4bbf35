using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Testing;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one PolicyTest. What its calls meet is not looked at: that is what running it is for.</summary>
internal static class PolicyTestValidator
{
    public static void Validate(PolicyTestRule test, DiagnosticBag bag)
    {
        CommonChecks.CheckMeta(test, bag);
        CheckCaller(test.From, bag);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var @case in test.Cases)
        {
            CheckName(@case.Name, names, bag);
            CheckCaller(@case.From, bag);
            var kind = CheckCall(@case.Call, bag);
            if (@case.Expect is { } expect)
                ExpectationValidator.Validate(expect, kind, bag);
        }
    }

    private static void CheckName(Located<string>? name, Dictionary<string, int> seen, DiagnosticBag bag)
    {
        if (name is null)
            return;
        if (seen.TryGetValue(name.Value, out var line))
            bag.Report(PolicyTestDiagnostics.DuplicateName, name.Source, name.Value, line);
        else
            seen.Add(name.Value, name.Source.Line);
    }

    private static void CheckCaller(CallerRule? caller, DiagnosticBag bag)
    {
        if (caller is null)
            return;
        LabelChecks.CheckLabels(caller.Labels, bag);
        if (CaseCaller.Read(caller, UnregisteredMode.Deny, out var problem) is null)
            bag.Report(PolicyTestDiagnostics.BadCaller, caller.Source, problem);
    }

    /// <returns>What kind of call it is, or null when that is not clear.</returns>
    private static CallKind? CheckCall(CallRule? call, DiagnosticBag bag)
    {
        if (call is null)
            return null;
        if (CaseCall.Read(call, out var problem) is { } read)
            return read.Kind;
        bag.Report(PolicyTestDiagnostics.BadCall, call.Source, problem);
        return null;
    }
}
