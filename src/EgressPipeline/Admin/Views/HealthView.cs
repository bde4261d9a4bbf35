namespace EgressPipeline.Admin.Views;

/// <summary>Whether calls are served.</summary>
/// <param name="Status"><c>ready</c>, <c>starting</c> or <c>draining</c>.</param>
/// <param name="Policies">The policies in force; null while starting. A refused reload leaves the sidecar ready, on the old ones.</param>
internal sealed record HealthView(string Status, PolicyReport? Policies);
