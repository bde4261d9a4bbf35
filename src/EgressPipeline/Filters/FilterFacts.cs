using System.Reflection;

namespace EgressPipeline.Filters;

/// <summary>Reads and judges what a filter class says about itself.</summary>
internal static class FilterFacts
{
    private static readonly Type[] Phases =
    [
        typeof(IRequestFilter), typeof(IResponseFilter), typeof(IRequestBodyFilter), typeof(IResponseBodyFilter),
        typeof(IExchangeFilter), typeof(ICompletionFilter), typeof(IConnectionFilter),
    ];

    /// <summary>The attribute of a class that is known to have one.</summary>
    public static EgressFilterAttribute Of(Type type) =>
        type.GetCustomAttribute<EgressFilterAttribute>() ?? throw new InvalidOperationException($"{type} has no [EgressFilter]");

    /// <summary>What makes a class no filter, one clause a problem; empty when all is well.</summary>
    public static IEnumerable<string> Problems(Type type, EgressFilterAttribute facts)
    {
        if (!IsName(facts.Name))
            yield return $"the name '{facts.Name}' is not valid: lower-case letters, digits and dashes, 1 to 63 characters";
        if (!Version.TryParse(facts.Version, out _))
            yield return $"the version '{facts.Version}' is not of the form 1.2.3";
        if (facts.DeadlineMilliseconds is < 1 or > 600_000)
            yield return $"the deadline of {facts.DeadlineMilliseconds} ms is not between 1 and 600,000 ms";
        if (facts.MaxExchanges is < 1 or > 16)
            yield return $"MaxExchanges is {facts.MaxExchanges}; it must be 1 to 16";
        if (!Enum.IsDefined(facts.Stage) || !Enum.IsDefined(facts.FailureMode))
            yield return "its stage or failure mode is no value that exists";
        if (type.IsAbstract || !type.IsVisible || type.ContainsGenericParameters)
            yield return $"the class {type.Name} must be public, not abstract and not generic";
        if (!Phases.Any(phase => phase.IsAssignableFrom(type)))
            yield return $"the class {type.Name} implements no phase: {string.Join(", ", Phases.Select(phase => phase.Name))}";
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && name[0] != '-' && name[^1] != '-';
}
