using System.Text;
using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>
/// The page of one diagnostic. Its head comes from the catalogue and the output under the bad example from the compiler;
/// the reason and the two examples are written by hand on the page itself.
/// </summary>
internal sealed class DiagnosticPage(DiagnosticDescriptor descriptor, string text)
{
    private const string Fence = "```";

    /// <summary>YAML that gives this diagnostic and no other; empty when it takes more than YAML.</summary>
    public string Bad => Block(Section("Bad"), "yaml");

    /// <summary>The same, corrected.</summary>
    public string Good => Block(Section("Good"), "yaml");

    public bool HasExamples => Section("Bad").Length > 0;

    /// <summary>The page as it must read.</summary>
    /// <param name="output">What the compiler says of the bad example.</param>
    public string Render(string output)
    {
        var page = new StringBuilder();
        page.Append($"# {descriptor.Id}: {descriptor.Title.TrimEnd('.')}\n\n");
        page.Append($"Severity: {descriptor.Severity.ToString().ToLowerInvariant()}. Message: `{descriptor.MessageFormat.Replace('`', '\'')}`\n\n");
        page.Append("**What to do.** ").Append(descriptor.Advice.Replace("*", "\\*")).Append('\n');
        Append(page, "Why", Section("Why"));
        if (HasExamples)
        {
            Append(page, "Bad", Fence + "yaml\n" + Bad + Fence + "\n" + Fence + "text\n" + output + Fence + "\n");
            Append(page, "Good", Fence + "yaml\n" + Good + Fence + "\n");
        }
        return page.ToString();
    }

    private static void Append(StringBuilder page, string title, string body)
    {
        if (body.Length > 0)
            page.Append("\n## ").Append(title).Append('\n').Append(body);
    }

    /// <summary>What stands under a heading, up to the next one; empty when it is not there.</summary>
    private string Section(string title)
    {
        var heading = "\n## " + title + "\n";
        var start = text.IndexOf(heading, StringComparison.Ordinal);
        if (start < 0)
            return "";
        start += heading.Length;
        var end = text.IndexOf("\n## ", start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    private static string Block(string section, string language)
    {
        var open = Fence + language + "\n";
        var start = section.IndexOf(open, StringComparison.Ordinal);
        if (start < 0)
            return "";
        start += open.Length;
        return section[start..section.IndexOf(Fence, start, StringComparison.Ordinal)];
    }
}
