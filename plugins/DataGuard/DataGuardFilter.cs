using DataGuard.Codings;
using DataGuard.Inspection;
using DataGuard.Scanning;
using EgressPipeline;

namespace DataGuard;

/// <summary>
/// Streams bodies through detectors and reports, masks or blocks what they find. See docs/filters/data-guard.md.
/// </summary>
[EgressFilter("data-guard", "1.0.0",
    Description = "Finds payment cards, account numbers, keys and custom texts in bodies; reports, masks or blocks them.",
    Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders | FilterCapabilities.ReadsBody | FilterCapabilities.ChangesBody | FilterCapabilities.MayDeny)]
public sealed class DataGuardFilter : IRequestBodyFilter, IResponseBodyFilter, ICompletionFilter
{
    private const int MaxAcceptEncoding = 512;

    private readonly DataGuardOptions _options;
    private readonly ScanPlan _plan;
    private readonly ScanLimits _limits;
    private readonly MediaTypeList _skipped;
    private readonly GuardVerdicts _requestVerdicts;
    private readonly GuardVerdicts _responseVerdicts;
    private readonly GuardCounters _requestCounters;
    private readonly GuardCounters _responseCounters;
    private readonly GuardLog _log;

    /// <summary>Prepares the detectors that the options ask for.</summary>
    /// <param name="context">From the host.</param>
    public DataGuardFilter(FilterContext<DataGuardOptions> context)
    {
        _options = context.Options;
        _plan = DetectorSet.PlanOf(_options);
        _limits = new ScanLimits(_options.MaxDecodedBytes, _options.MaxExpansion);
        _skipped = new MediaTypeList(_options.SkipContentTypes);
        _requestVerdicts = GuardVerdicts.ForRequests(_plan);
        _responseVerdicts = GuardVerdicts.ForResponses(_plan);
        _requestCounters = new GuardCounters(context.Metrics, "request", _plan);
        _responseCounters = new GuardCounters(context.Metrics, "response", _plan);
        _log = new GuardLog(context.Logger, context.Binding, _plan);
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (_options.Responses)
            RestrictCodings(request.Headers);
        if (!_options.Requests || _plan.Detectors.IsEmpty)
            return new(FilterResult.Continue);
        return new(Begin(request.State<DataGuardState>().Request, request.Headers));
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnRequestBodyAsync(EgressBody body, CancellationToken cancellationToken) =>
        new(Inspect(body.State<DataGuardState>().Request, body, _requestVerdicts));

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (!_options.Responses || _plan.Detectors.IsEmpty)
            return new(FilterResult.Continue);
        return new(Begin(request.State<DataGuardState>().Response, request.ResponseHeaders));
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnResponseBodyAsync(EgressBody body, CancellationToken cancellationToken) =>
        new(Inspect(body.State<DataGuardState>().Response, body, _responseVerdicts));

    /// <inheritdoc/>
    public void OnCompleted(EgressRequest request)
    {
        var state = request.State<DataGuardState>();
        Finish(state.Request, _requestCounters);
        Finish(state.Response, _responseCounters);
        _log.Write(request, "request", state.Request);
        _log.Write(request, "response", state.Response);
    }

    private FilterResult Begin(MessageInspector inspector, EgressHeaders headers)
    {
        if (headers.TryGet("content-type"u8, out var type) && _skipped.Has(type))
            return FilterResult.Continue;
        headers.TryGet("content-encoding"u8, out var coding);
        inspector.Begin(_plan, ContentCodings.Parse(coding), _limits);
        if (!inspector.Replaces)
            return FilterResult.ReadBody(BodyAccess.Observe);
        return FilterResult.ReadBody(inspector.KeepsLength ? BodyAccess.Rewrite : BodyAccess.Transform);
    }

    private FilterResult Inspect(MessageInspector inspector, EgressBody body, GuardVerdicts verdicts)
    {
        var rest = body.Bytes;
        while (!rest.IsEmpty)
        {
            if (inspector.Take(ref rest) != InspectionStatus.Passing)
                return Conclude(inspector, body, rest, verdicts);
            Send(inspector, body);
        }
        if (body.IsLast)
        {
            if (inspector.Complete() != InspectionStatus.Passing)
                return Conclude(inspector, body, rest, verdicts);
            Send(inspector, body);
        }
        return FilterResult.Continue;
    }

    private static void Send(MessageInspector inspector, EgressBody body)
    {
        if (!inspector.Replaces)
            return;
        var ready = inspector.Ready;
        if (ready.Length > 0)
            body.Write(ready);
        else if (body.Bytes.Length > 0)
            body.Drop();
        inspector.Release();
    }

    /// <summary>Refuses the body, or lets all of it pass that was not sent yet.</summary>
    private FilterResult Conclude(MessageInspector inspector, EgressBody body, ReadOnlySpan<byte> rest, GuardVerdicts verdicts)
    {
        if (inspector.Status == InspectionStatus.UnknownCoding && body.Bytes.IsEmpty)
            return FilterResult.Continue; // there is no body at all
        if (inspector.Status == InspectionStatus.Blocked || _options.Unscannable == UnscannableAction.Block || !inspector.GiveUp())
            return verdicts.Of(inspector);
        Send(inspector, body);
        if (inspector.Replaces && rest.Length > 0)
            body.Write(rest);
        return FilterResult.Continue;
    }

    private static void Finish(MessageInspector inspector, GuardCounters counters)
    {
        if (!inspector.IsActive)
            return;
        inspector.End();
        counters.Count(inspector);
    }

    /// <summary>The service shall answer in no coding that cannot be looked into.</summary>
    private static void RestrictCodings(EgressHeaders headers)
    {
        if (!headers.TryGet("accept-encoding"u8, out var accepted))
            return;
        Span<byte> allowed = stackalloc byte[MaxAcceptEncoding];
        var length = accepted.Length <= allowed.Length ? ContentCodings.WriteAcceptable(accepted, allowed) : 0;
        headers.Set("accept-encoding"u8, length > 0 ? allowed[..length] : "identity"u8);
    }
}
