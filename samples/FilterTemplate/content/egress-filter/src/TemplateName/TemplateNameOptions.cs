using System.Text;
using EgressPipeline;

namespace TemplateName;

/// <summary>What stands under <c>config</c> of a FilterBinding. The sidecar checks it before the filter is made, and names file, line and column.</summary>
public sealed class TemplateNameOptions : IValidatedOptions
{
    [Option("Name of the header, in lower case.", Min = 1, Max = 64)]
    public string Header { get; init; } = "x-template-name";

    [Option("What the header says.", Min = 1, Max = 256)]
    public required string Text { get; init; }

    /// <summary>What an attribute cannot say.</summary>
    public void Validate(OptionProblems problems)
    {
        if (Header.Any(char.IsAsciiLetterUpper) || !HeaderRules.IsAllowed(Encoding.UTF8.GetBytes(Header), "x"u8))
            problems.Add("header", "must be a header that a filter may set, in lower case");
        if (!HeaderRules.IsAllowed("x-text"u8, Encoding.UTF8.GetBytes(Text)))
            problems.Add("text", "must have no control characters");
    }
}
