namespace EgressPipeline.TestKit;

/// <summary>What <see cref="SimpleHttpServer"/> answers.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Body">Body, sent with Content-Length.</param>
/// <param name="Fields">Further field lines, each with its CRLF.</param>
public sealed record SimpleResponse(int Status, string Body = "", string Fields = "");
