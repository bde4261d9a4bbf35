namespace EgressPipeline.Host.Comparing;

/// <summary>The forms by name.</summary>
internal static class DiffWriters
{
    public static readonly string[] Formats = ["text", "json", "markdown"];

    public static IDiffWriter For(string format, DiffReport report, TextWriter output) => format switch
    {
        "json" => new DiffJson(report, output),
        "markdown" => new DiffMarkdown(report, output),
        _ => new DiffText(report, output),
    };
}
