namespace EgressPipeline.Admin.Views;

/// <summary>What runs.</summary>
/// <param name="Version">Of the product.</param>
/// <param name="Runtime">Of .NET.</param>
/// <param name="ProcessId">In its own namespace.</param>
internal sealed record VersionView(string Version, string Runtime, int ProcessId);
