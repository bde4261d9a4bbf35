namespace EgressPipeline.Http.Tests.Support;

/// <summary>All that a reader of a head can see, as comparable text.</summary>
internal sealed record HeadOutcome(ParseStatus Status, HttpParseError Error, long Consumed, string Facts, string Written)
{
    public override string ToString() => $"{Status} {Error} {Consumed} {Facts}\n{Written}";
}
