using EgressPipeline;

namespace HostilePlugin;

/// <summary>Does to its host whatever its options say.</summary>
[EgressFilter("hostile", "0.0.1", DeadlineMilliseconds = 300, MaxExchanges = 1,
    Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders | FilterCapabilities.ChangesBody | FilterCapabilities.MayDeny | FilterCapabilities.MayRedirect)]
public sealed class HostileFilter(FilterContext<HostileOptions> context) : IRequestBodyFilter, IResponseFilter, IExchangeFilter, ICompletionFilter
{
    private readonly Misdeed _misdeed = context.Options.Misdeed;
    private readonly FilterCounter _refused = context.Metrics.Counter("kept_refused_total", "Uses after the phase that threw.");

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        switch (_misdeed)
        {
            case Misdeed.Throw:
                throw new InvalidOperationException("hostile");
            case Misdeed.ThrowLater:
                return LaterAsync();
            case Misdeed.Sleep:
                return new(new TaskCompletionSource<FilterResult>().Task);
            case Misdeed.Block:
                Thread.Sleep(1000);
                break;
            case Misdeed.Keep:
                _ = UseLaterAsync(request);
                break;
            case Misdeed.IllegalHeader:
                request.Headers.Set("x-split"u8, "a\r\nx-smuggled: b"u8);
                break;
            case Misdeed.FramingHeader:
                request.Headers.Set("content-length"u8, "0"u8);
                break;
            case Misdeed.RedirectLate:
                return new(FilterResult.Redirect(new FilterDestination("elsewhere.example.com", 80)));
            case Misdeed.ThrowOnBody or Misdeed.KeepBody:
                return new(FilterResult.ReadBody(BodyAccess.Observe));
            case Misdeed.StateThatBreaks:
                request.State<BreakingState>();
                break;
            case Misdeed.Cancelled:
                return ValueTask.FromCanceled<FilterResult>(new CancellationToken(canceled: true));
        }
        return new(FilterResult.Continue);
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnRequestBodyAsync(EgressBody body, CancellationToken cancellationToken)
    {
        if (_misdeed == Misdeed.ThrowOnBody)
            throw new InvalidOperationException("hostile");
        _ = UseLaterAsync(body);
        return new(FilterResult.Continue);
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken) =>
        _misdeed == Misdeed.ThrowOnResponse ? throw new InvalidOperationException("hostile") : new(FilterResult.Continue);

    /// <inheritdoc/>
    public async ValueTask<FilterResult> OnExchangeAsync(EgressRequest request, ExchangeNext next, CancellationToken cancellationToken)
    {
        switch (_misdeed)
        {
            case Misdeed.NextNever:
                return FilterResult.Continue;
            case Misdeed.NextUnawaited:
                _ = next.RunAsync().AsTask();
                return FilterResult.Continue;
            case Misdeed.NextAtOnce:
                var first = next.RunAsync().AsTask();
                await next.RunAsync();
                await first;
                break;
            case Misdeed.NextTwice:
                await next.RunAsync();
                break;
        }
        await next.RunAsync();
        return FilterResult.Continue;
    }

    /// <inheritdoc/>
    public void OnCompleted(EgressRequest request)
    {
        if (_misdeed == Misdeed.ThrowOnCompletion)
            throw new InvalidOperationException("hostile");
    }

    private static async ValueTask<FilterResult> LaterAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("hostile");
    }

    private async Task UseLaterAsync(EgressRequest request)
    {
        await Task.Delay(100);
        try
        {
            request.Headers.Set("x-late"u8, "late"u8);
        }
        catch (FilterContractException)
        {
            _refused.Increment();
        }
    }

    private async Task UseLaterAsync(EgressBody body)
    {
        await Task.Delay(100);
        try
        {
            _ = body.Bytes.Length;
        }
        catch (FilterContractException)
        {
            _refused.Increment();
        }
    }

    private sealed class BreakingState : IFilterState
    {
        public void Reset() => throw new InvalidOperationException("hostile");
    }
}
