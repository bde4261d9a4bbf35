namespace EgressPipeline.Admin.Views;

/// <summary>Which policies are in force.</summary>
/// <param name="Generation">1 for the first plan, one more for each that was published.</param>
/// <param name="Hash">Of the plan in force.</param>
/// <param name="LoadedAt">When it was published.</param>
/// <param name="LastReloadFailedAt">When the last reading was refused; null when the files are those in force.</param>
/// <param name="LastReloadErrors">Why it was refused, one line each; empty when it was not.</param>
internal sealed record PolicyReport(int Generation, string Hash, DateTimeOffset LoadedAt, DateTimeOffset? LastReloadFailedAt, IReadOnlyList<string> LastReloadErrors);
