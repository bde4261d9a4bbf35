namespace EgressPipeline.Dns.Messages;

/// <summary>How an answer is handed over this time.</summary>
/// <param name="Limit">Bytes that the asker takes.</param>
/// <param name="Age">Seconds since the answer came, by which its TTLs have shrunk.</param>
/// <param name="Turn">Which address goes first, modulo their number.</param>
/// <param name="MaxTtl">No TTL is larger than this.</param>
internal readonly record struct AnswerDelivery(int Limit, int Age, int Turn, int MaxTtl);
