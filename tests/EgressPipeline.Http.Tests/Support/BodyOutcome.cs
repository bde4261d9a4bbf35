namespace EgressPipeline.Http.Tests.Support;

/// <summary>What came out of a chunked body.</summary>
internal sealed record BodyOutcome(ParseStatus Status, HttpParseError Error, int Consumed, string Payload, string Trailers);
