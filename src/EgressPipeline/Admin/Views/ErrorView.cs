namespace EgressPipeline.Admin.Views;

/// <summary>Why a request of the admin API was refused.</summary>
internal sealed record ErrorView(string Error);
