namespace EgressPipeline.Interception.Ebpf;

/// <summary>An object file as the compiler made it: programs that refer to maps, and what those are made with.</summary>
/// <param name="Programs">By section.</param>
/// <param name="Maps">By name.</param>
/// <param name="License">As the programs declare it to the kernel.</param>
/// <param name="SourceHash">SHA-256 of the source it was made of, in hexadecimal digits.</param>
internal sealed record BpfObject(IReadOnlyDictionary<string, BpfCode> Programs, IReadOnlyDictionary<string, MapShape> Maps, string License, string SourceHash);
