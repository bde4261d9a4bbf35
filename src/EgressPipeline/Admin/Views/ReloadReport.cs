namespace EgressPipeline.Admin.Views;

/// <summary>How a reload that was asked for ended.</summary>
/// <param name="Result"><c>published</c>, <c>unchanged</c> or <c>refused</c>.</param>
/// <param name="Policies">The state after it.</param>
internal sealed record ReloadReport(string Result, PolicyReport Policies);
