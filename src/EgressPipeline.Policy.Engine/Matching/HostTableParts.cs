namespace EgressPipeline.Policy.Matching;

/// <summary>What <see cref="HostTableBuilder"/> found, before it is laid out in bytes.</summary>
/// <param name="Keys">Every key back to back.</param>
/// <param name="Pilots">Bucket to pilot.</param>
/// <param name="Slots"><c>offset:24 | length:8 | position:32</c>; 0 = free.</param>
/// <param name="Seed">The seed of <see cref="HostHash"/>.</param>
internal sealed record HostTableParts(byte[] Keys, ushort[] Pilots, ulong[] Slots, ulong Seed);
