namespace EgressPipeline.Hosting;

/// <summary>Where a sidecar writes and what clock it goes by.</summary>
/// <param name="AccessRecords">Gets the access records; standard output for the command. Not closed.</param>
/// <param name="Log">Gets the operational log, one line an event. Not closed.</param>
/// <param name="Time">The clock of every timeout and timer.</param>
internal sealed record SidecarOutputs(Stream AccessRecords, TextWriter Log, TimeProvider Time);
