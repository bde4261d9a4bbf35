namespace EgressPipeline.Authentication;

/// <summary>The judgement of a request's tokens that has to wait for keys. Written by whoever waits, read by the connection's loop afterwards.</summary>
internal sealed class PendingTokens
{
    public TokenOutcome Outcome { get; set; }
}
