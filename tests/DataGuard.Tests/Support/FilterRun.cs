using System.Text;
using EgressPipeline;

namespace DataGuard.Tests.Support;

/// <summary>The filter in a host that takes its phases one after the other.</summary>
internal sealed class FilterRun
{
    private const FilterCapabilities Declared =
        FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders | FilterCapabilities.ReadsBody | FilterCapabilities.ChangesBody | FilterCapabilities.MayDeny;

    private readonly DataGuardFilter _filter;

    public FilterRun(DataGuardOptions options) => _filter = new DataGuardFilter(new FilterContext<DataGuardOptions>
    {
        FilterName = "data-guard",
        Binding = "default/guard",
        Logger = Log,
        Metrics = Metrics,
        Time = TimeProvider.System,
        Stopping = CancellationToken.None,
        Options = options,
    });

    public FakeExchange Exchange { get; } = new();

    public FakeMetrics Metrics { get; } = new();

    public FakeLog Log { get; } = new();

    /// <summary>How the body was asked for last.</summary>
    public BodyAccess Access { get; private set; }

    public string LogText => string.Join('\n', Log.Lines.Select(line => line.Text));

    public Task<(FilterResult Result, byte[] Output)> RequestAsync(string body, int pieceLength = 7) => RequestAsync(Encoding.UTF8.GetBytes(body), pieceLength);

    /// <summary>A whole request: head, body in pieces, completion.</summary>
    public async Task<(FilterResult Result, byte[] Output)> RequestAsync(byte[] body, int pieceLength = 7)
    {
        var head = await _filter.OnRequestAsync(Exchange.OpenPhase(0, Declared), default);
        var outcome = await BodyAsync(head, body, pieceLength, piece => _filter.OnRequestBodyAsync(piece, default));
        Complete();
        return outcome;
    }

    /// <summary>A request without a body, and its response.</summary>
    public async Task<(FilterResult Result, byte[] Output)> ResponseAsync(byte[] body, int pieceLength = 7)
    {
        await _filter.OnRequestAsync(Exchange.OpenPhase(0, Declared), default);
        var head = await _filter.OnResponseAsync(Exchange.OpenPhase(0, Declared), default);
        var outcome = await BodyAsync(head, body, pieceLength, piece => _filter.OnResponseBodyAsync(piece, default));
        Complete();
        return outcome;
    }

    private async Task<(FilterResult Result, byte[] Output)> BodyAsync(FilterResult head, byte[] body, int pieceLength, Func<EgressBody, ValueTask<FilterResult>> call)
    {
        Access = head.Body;
        if (Access.Mode == BodyMode.None)
            return (head, body);
        var output = new MemoryStream();
        var piece = new FakePiece(Exchange);
        for (var at = 0; at <= body.Length; at += pieceLength)
        {
            var end = Math.Min(at + pieceLength, body.Length);
            piece.Show(body[at..end], end == body.Length, Access);
            var result = await call(piece.OpenPhase(0, Declared));
            if (!result.IsContinue)
                return (result, output.ToArray());
            output.Write(piece.Output);
            if (end == body.Length)
                break;
        }
        return (FilterResult.Continue, output.ToArray());
    }

    private void Complete()
    {
        _filter.OnCompleted(Exchange.OpenPhase(0, Declared));
        Exchange.ResetStates();
    }
}
