using System.Text;
using EgressPipeline;
using EgressPipeline.TestKit;

namespace DataGuard.Tests.Support;

/// <summary>The filter in a host that takes its phases one after the other.</summary>
internal sealed class FilterRun(DataGuardOptions options)
{
    private readonly FilterParts _parts = new();
    private PhaseDriver? _phases;

    public MemoryExchange Exchange { get; } = new("POST");

    public CollectedMetrics Metrics => _parts.Metrics;

    public CollectedLog Log => _parts.Log;

    /// <summary>How the body was asked for last.</summary>
    public BodyAccess Access { get; private set; }

    private PhaseDriver Phases => _phases ??= new PhaseDriver(new DataGuardFilter(_parts.Context(options, "data-guard", "default/guard")));

    public Task<BodyOutcome> RequestAsync(string body, int pieceLength = 7) => RequestAsync(Encoding.UTF8.GetBytes(body), pieceLength);

    /// <summary>A whole request: head, body in pieces, completion.</summary>
    public async Task<BodyOutcome> RequestAsync(byte[] body, int pieceLength = 7)
    {
        var head = await Phases.RequestAsync(Exchange);
        Access = head.Body;
        var outcome = await Phases.RequestBodyAsync(Exchange, head, BodyCuts.InPieces(body, pieceLength));
        Phases.Complete(Exchange);
        return outcome;
    }

    /// <summary>A request without a body, and its response.</summary>
    public async Task<BodyOutcome> ResponseAsync(byte[] body, int pieceLength = 7)
    {
        await Phases.RequestAsync(Exchange);
        var head = await Phases.ResponseAsync(Exchange);
        Access = head.Body;
        var outcome = await Phases.ResponseBodyAsync(Exchange, head, BodyCuts.InPieces(body, pieceLength));
        Phases.Complete(Exchange);
        return outcome;
    }
}
