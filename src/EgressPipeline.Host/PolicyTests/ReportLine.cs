namespace EgressPipeline.Host.PolicyTests;

/// <summary>One line of a test report with what it is, which decides its colour on a terminal.</summary>
internal readonly record struct ReportLine(LineKind Kind, string Text);

/// <summary>What a line of a test report is.</summary>
internal enum LineKind
{
    Plain,
    Heading,
    Good,
    Bad,
    Detail,
    Warning,
}
