using System.Globalization;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>One kind of finding: its stable id and how it reads.</summary>
/// <param name="Id"><c>EGP0001</c> and up; never reused for another meaning.</param>
/// <param name="Severity">Fixed per id.</param>
/// <param name="Title">What it means, without arguments.</param>
/// <param name="MessageFormat">A composite format of the message.</param>
/// <param name="Advice">What the author of the YAML should do.</param>
public sealed record DiagnosticDescriptor(string Id, Severity Severity, string Title, string MessageFormat, string Advice)
{
    /// <summary>Where the repository explains it, with a bad and a good example; relative to the repository's root.</summary>
    public string HelpPath => "docs/diagnostics/" + Id + ".md";

    /// <summary>The message. What comes from a file is shortened, and stays on one line without control characters.</summary>
    public string Format(params object?[] arguments) =>
        arguments.Length == 0 ? MessageFormat : string.Format(CultureInfo.InvariantCulture, MessageFormat, Array.ConvertAll(arguments, Quotable.From));

    internal static DiagnosticDescriptor Error(string id, string title, string messageFormat, string advice) =>
        new(id, Severity.Error, title, messageFormat, advice);

    internal static DiagnosticDescriptor Warning(string id, string title, string messageFormat, string advice) =>
        new(id, Severity.Warning, title, messageFormat, advice);
}
