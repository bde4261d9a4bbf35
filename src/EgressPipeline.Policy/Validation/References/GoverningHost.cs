using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>A host of a VirtualService: its pattern in full, as written, and the VirtualService.</summary>
internal sealed record GoverningHost(string Pattern, Located<string> Host, VirtualServiceRule Service);
