namespace EgressPipeline.Limits;

/// <summary>What is counted for one limit and one principal, or for all. It knows no bound, so that it outlives a change of them.</summary>
internal sealed class Allowance
{
    public Bucket Requests { get; } = new();
    public Bucket Connections { get; } = new();
    public Places Calls { get; } = new();
    public Bucket Sent { get; } = new();
    public Bucket Received { get; } = new();
    public DayCounter Bytes { get; } = new();
}
