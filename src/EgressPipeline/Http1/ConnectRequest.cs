using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Http1;

/// <summary>A CONNECT that was allowed.</summary>
/// <param name="Host">Normalised host of the tunnel.</param>
/// <param name="Port">Its port.</param>
/// <param name="Snapshot">The policy and clusters that judged it.</param>
/// <param name="Decision">What allowed it.</param>
internal sealed record ConnectRequest(byte[] Host, int Port, EgressSnapshot Snapshot, Decision Decision);
