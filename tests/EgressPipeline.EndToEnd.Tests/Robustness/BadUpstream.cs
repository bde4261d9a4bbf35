using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

/// <summary>One way in which a service misbehaves, and what comes of it.</summary>
/// <param name="Name">Also the path of the call.</param>
/// <param name="Script">What the service does with its connection; the task completes when the caller has seen the first bytes of an answer.</param>
internal sealed record BadUpstream(string Name, Func<RawConnection, Task, Task> Script)
{
    /// <summary>What the caller gets.</summary>
    public int Status { get; init; } = 503;

    /// <summary>The answer began and is then cut off by a reset, so that nobody takes it for a whole one.</summary>
    public bool IsCut { get; init; }

    /// <summary>The response flag of the record.</summary>
    public string Flag { get; init; } = "UC";

    /// <summary>Whether the try counts against the endpoint.</summary>
    public bool IsHeldAgainst { get; init; } = true;

    /// <summary>Bytes of a request body that is announced; 0 = a GET.</summary>
    public int Announced { get; init; }

    /// <summary>Bytes of it that the caller sends before it waits for the answer.</summary>
    public int Sent { get; init; }

    /// <summary>The body that arrives, as far as it arrives.</summary>
    public string Body { get; init; } = "";

    public override string ToString() => Name;
}
