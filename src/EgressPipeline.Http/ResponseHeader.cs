namespace EgressPipeline.Http;

/// <summary>One header line of a response of our own.</summary>
/// <param name="Name">A token.</param>
/// <param name="Value">Any text: what cannot stand in a header line is written as a question mark.</param>
public readonly record struct ResponseHeader(string Name, string Value);
