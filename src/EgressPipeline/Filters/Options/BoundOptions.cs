using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters.Options;

/// <summary>Makes options of a binding's configuration. Whatever is wrong is reported at its place, everything at once.</summary>
internal static class BoundOptions
{
    private const string Root = "config";

    /// <summary>The options, or null when anything is wrong; the bag says what.</summary>
    public static object? Bind(ConfigMap config, FilterFactory factory, OptionsSchema schema, DiagnosticBag bag)
    {
        var findings = new DiagnosticBag();
        OptionsValidator.Validate(config, schema, Root, findings);
        var options = findings.HasErrors ? null : factory.Bind(config);
        if (options is IValidatedOptions validated)
            Validate(validated, config, findings);
        foreach (var finding in findings.Items)
            bag.Add(finding);
        return findings.HasErrors ? null : options;
    }

    private static void Validate(IValidatedOptions options, ConfigMap config, DiagnosticBag findings)
    {
        var problems = new OptionProblems();
        options.Validate(problems);
        foreach (var (path, message) in problems.Items)
            findings.Report(FilterDiagnostics.InvalidOption, ConfigPath.Find(config, path), path.Length == 0 ? Root : Root + "." + path, message);
    }
}
