namespace EgressPipeline.Tls;

/// <summary>What is told of a server's certificate.</summary>
/// <param name="Subject">As the server shows it: text from outside.</param>
/// <param name="Expires">When it ends to be valid; null when it was not verified.</param>
internal sealed record PeerCertificate(string Subject, DateTimeOffset? Expires);
