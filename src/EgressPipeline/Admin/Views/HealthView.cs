namespace EgressPipeline.Admin.Views;

/// <summary>Whether calls are served.</summary>
/// <param name="Status"><c>ready</c>, <c>starting</c>, <c>draining</c>, or <c>not-intercepting</c> when interception is not as it should be.</param>
/// <param name="Policies">The policies in force; null while starting. A refused reload leaves the sidecar ready, on the old ones.</param>
/// <param name="Interception">How this sidecar's connections reach it; null where no rules are its own and none has come.</param>
internal sealed record HealthView(string Status, PolicyReport? Policies, InterceptionReport? Interception = null);
