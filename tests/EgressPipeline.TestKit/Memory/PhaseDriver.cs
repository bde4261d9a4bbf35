using System.Reflection;
using EgressPipeline.Filters;

namespace EgressPipeline.TestKit;

/// <summary>
/// Calls the phases of one filter in memory, in the order of the contract and with what it declared: for what a filter decides, for cuts of
/// bodies at exact places, and for measuring. No engine is behind it: deadlines, failure modes and what arrives at a service are
/// <see cref="SidecarSetup"/>'s. What a phase throws comes out, and so does
/// a <see cref="FilterContractException"/> for a verdict that it did not declare.
/// </summary>
/// <remarks>Not thread-safe for one <see cref="MemoryExchange"/>; any number of those may be driven at once.</remarks>
public sealed class PhaseDriver
{
    private readonly object _filter;
    private readonly FilterCapabilities _declared;
    private readonly int[] _verdicts;

    /// <summary>Drives a filter.</summary>
    /// <param name="filter">Made with a context of <see cref="FilterParts"/>; stays the test's.</param>
    /// <exception cref="ArgumentException">The class has no <see cref="EgressFilterAttribute"/>.</exception>
    public PhaseDriver(object filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _filter = filter;
        var facts = filter.GetType().GetCustomAttribute<EgressFilterAttribute>() ?? throw new ArgumentException($"{filter.GetType().Name} has no [EgressFilter]", nameof(filter));
        _declared = FilterVerdicts.Widen(facts.Capabilities);
        _verdicts = FilterVerdicts.Of(facts, filter);
    }

    /// <summary>Calls the request phase and waits for it, at most <see cref="Deadline.Default"/>.</summary>
    public Task<FilterResult> RequestAsync(MemoryExchange exchange) => FinishAsync(exchange, FilterPhase.Request, Phase<IRequestFilter>().OnRequestAsync(Open(exchange), default));

    /// <summary>Calls the request phase, which must complete at once.</summary>
    /// <exception cref="AssertionFailedException">It waits.</exception>
    public FilterResult Request(MemoryExchange exchange) => Finish(exchange, FilterPhase.Request, Phase<IRequestFilter>().OnRequestAsync(Open(exchange), default));

    /// <summary>Calls the response phase and waits for it, at most <see cref="Deadline.Default"/>.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="status">The answer's status.</param>
    public Task<FilterResult> ResponseAsync(MemoryExchange exchange, int status = 200) => FinishAsync(exchange, FilterPhase.Response, Phase<IResponseFilter>().OnResponseAsync(Answered(exchange, status), default));

    /// <summary>Calls the response phase, which must complete at once.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="status">The answer's status.</param>
    /// <exception cref="AssertionFailedException">It waits.</exception>
    public FilterResult Response(MemoryExchange exchange, int status = 200) => Finish(exchange, FilterPhase.Response, Phase<IResponseFilter>().OnResponseAsync(Answered(exchange, status), default));

    /// <summary>Calls the phase of the request's body, for each piece or, when it asked for the whole, once.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="access">What the request phase returned.</param>
    /// <param name="pieces">See <see cref="BodyCuts"/>; at least one.</param>
    public Task<BodyOutcome> RequestBodyAsync(MemoryExchange exchange, FilterResult access, params byte[][] pieces) =>
        BodyAsync(exchange, new MemoryBody(access.Body, ofResponse: false), access, pieces);

    /// <summary>Calls the phase of the response's body, for each piece or, when it asked for the whole, once.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="access">What the response phase returned.</param>
    /// <param name="pieces">See <see cref="BodyCuts"/>; at least one.</param>
    public Task<BodyOutcome> ResponseBodyAsync(MemoryExchange exchange, FilterResult access, params byte[][] pieces) =>
        BodyAsync(exchange, new MemoryBody(access.Body, ofResponse: true), access, pieces);

    /// <summary>Says that the request is over: calls the completion phase of a filter that has one and resets its state.</summary>
    public void Complete(MemoryExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        (_filter as ICompletionFilter)?.OnCompleted(Open(exchange));
        exchange.ClosePhase();
        exchange.ResetStates();
    }

    private async Task<BodyOutcome> BodyAsync(MemoryExchange exchange, MemoryBody body, FilterResult access, byte[][] pieces)
    {
        if (!access.IsContinue)
            return new BodyOutcome(access, []);
        var given = Given(access.Body, pieces);
        if (given.Seen.Length == 0)
            return new BodyOutcome(access, given.Unseen);
        using var output = new MemoryStream();
        for (var i = 0; i < given.Seen.Length; i++)
        {
            body.Show(given.Seen[i], i == given.Seen.Length - 1 && given.Unseen.Length == 0, Open(exchange));
            var result = await PieceAsync(exchange, body);
            if (!result.IsContinue)
                return new BodyOutcome(result, output.ToArray());
            output.Write(body.Output);
        }
        if (access.Body.Mode == BodyMode.Rewrite && output.Length != pieces.Sum(piece => piece.Length))
            throw new FilterContractException(FilterFault.BodyLength, "the filter changed the length of a body of which it had said that it would not");
        output.Write(given.Unseen);
        return new BodyOutcome(FilterResult.Continue, output.ToArray());
    }

    private async Task<FilterResult> PieceAsync(MemoryExchange exchange, MemoryBody body)
    {
        try
        {
            var piece = body.OpenPhase(0, _declared);
            var pending = body.OfResponse ? Phase<IResponseBodyFilter>().OnResponseBodyAsync(piece, default) : Phase<IRequestBodyFilter>().OnRequestBodyAsync(piece, default);
            var result = pending.IsCompletedSuccessfully ? pending.Result : await pending.AsTask().Within("the phase of a body");
            return Judge(body.OfResponse ? FilterPhase.ResponseBody : FilterPhase.RequestBody, result);
        }
        finally
        {
            body.ClosePhase();
            exchange.ClosePhase();
        }
    }

    private FilterResult Judge(FilterPhase phase, FilterResult result) =>
        (_verdicts[(int)phase] >> (int)result.Verdict & 1) != 0 && (result.Body.Mode is not (BodyMode.Transform or BodyMode.Rewrite) || _declared.HasFlag(FilterCapabilities.ChangesBody))
            ? result
            : throw new FilterContractException(FilterFault.Capability, $"the filter does not declare what {result.Verdict} in the phase {phase} needs");

    /// <summary>What the filter is shown of a body by its access, and what passes unseen.</summary>
    private static (byte[][] Seen, byte[] Unseen) Given(BodyAccess access, byte[][] pieces)
    {
        byte[] whole = [.. pieces.SelectMany(piece => piece)];
        return access.Mode switch
        {
            BodyMode.None => ([], whole),
            BodyMode.Prefix => ([whole[..Math.Min(access.Bound, whole.Length)]], whole[Math.Min(access.Bound, whole.Length)..]),
            BodyMode.BufferOrPass when whole.Length > access.Bound => ([], whole),
            BodyMode.BufferOrRefuse when whole.Length > access.Bound => throw new ArgumentException("the host refuses a body over its bound; the filter is not called", nameof(pieces)),
            BodyMode.BufferOrPass or BodyMode.BufferOrRefuse => ([whole], []),
            _ => (pieces, []),
        };
    }

    private T Phase<T>() where T : class => _filter as T ?? throw new InvalidOperationException($"{_filter.GetType().Name} does not implement {typeof(T).Name}");

    private EgressRequest Open(MemoryExchange exchange) => exchange.OpenPhase(0, _declared);

    private EgressRequest Answered(MemoryExchange exchange, int status)
    {
        exchange.AnsweredStatus = status;
        return Open(exchange);
    }

    private FilterResult Finish(MemoryExchange exchange, FilterPhase phase, ValueTask<FilterResult> pending)
    {
        exchange.ClosePhase();
        return pending.IsCompleted ? Judge(phase, pending.GetAwaiter().GetResult()) : throw new AssertionFailedException("the phase did not complete at once");
    }

    private async Task<FilterResult> FinishAsync(MemoryExchange exchange, FilterPhase phase, ValueTask<FilterResult> pending)
    {
        try
        {
            return Judge(phase, pending.IsCompletedSuccessfully ? pending.Result : await pending.AsTask().Within("the phase of a filter"));
        }
        finally
        {
            exchange.ClosePhase();
        }
    }
}
