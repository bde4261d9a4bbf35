using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Telemetry;

/// <summary>A refused call as the admin page shows it. Texts of the client are cut, not escaped: the reader escapes.</summary>
/// <param name="At">When it began.</param>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Target">Host and port as called, the server name, or the address dialled.</param>
/// <param name="Method">HTTP method, or null for a connection.</param>
/// <param name="Path">Path without query, or null.</param>
/// <param name="Status">What the application was answered; 0 for a closed connection.</param>
/// <param name="Destination">The address that the application dialled, or null where nothing was redirected.</param>
/// <param name="Client">The application's address.</param>
/// <param name="Principal">SPIFFE id of the caller, or null.</param>
/// <param name="SourceUid">User id of the calling process, or null.</param>
/// <param name="SourceProcess">Its program, or null.</param>
/// <param name="Rule">The rule that refused, or null when nothing declares the target.</param>
/// <param name="Source">Where that rule stands: <c>file:line</c>.</param>
/// <param name="NearestMiss">What would have allowed the call but for one condition, or null.</param>
internal sealed record Denial(DateTimeOffset At, DecisionReason Reason, string? Target, string? Method, string? Path, int Status, string? Destination, string? Client, string? Principal, uint? SourceUid, string? SourceProcess, string? Rule, string? Source, string? NearestMiss);
