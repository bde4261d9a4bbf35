using EgressPipeline.Clusters;
using EgressPipeline.Http;
using EgressPipeline.Upstream;

namespace EgressPipeline.Http1.Mirroring;

/// <summary>Reads a mirror's answer and throws it away.</summary>
internal sealed class MirrorAnswer(UpstreamConnection upstream, HttpLimits limits) : IDisposable
{
    /// <summary>More than this of an answer is not worth waiting for: the connection is closed instead.</summary>
    private const long MaxBody = 1 << 20;

    private readonly BodyCopier _body = new(limits);

    /// <summary>True when the answer was read to its end and the connection may be used again.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Reads the whole answer.</summary>
    /// <param name="method">Of the request.</param>
    public async ValueTask<EndpointOutcome> ReadAsync(KnownMethod method)
    {
        var head = upstream.Response;
        while (true)
        {
            var read = await upstream.Input.ReadAsync();
            var status = head.TryParse(read.Buffer, method, limits, out var consumed, out _);
            if (status == ParseStatus.Done)
            {
                upstream.Input.AdvanceTo(consumed);
                if (head.IsInformational)
                    continue;
                IsRead = await SkipBodyAsync(head) && head.KeepAlive && head.Status != 101;
                return AnswerOutcome.Of(head.Status, upstream.Endpoint.Cluster.Plan.Outlier);
            }
            upstream.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (status == ParseStatus.Error || read.IsCompleted || read.IsCanceled)
                return EndpointOutcome.Reset;
        }
    }

    public void Dispose() => _body.Dispose();

    private async ValueTask<bool> SkipBodyAsync(ResponseHead head)
    {
        if (head.Body == BodyKind.None)
            return true;
        if (head.Body == BodyKind.UntilClose)
            return false;
        _body.Begin(head.Body, head.BodyLength, chunkOutput: false);
        while (_body.Copied <= MaxBody)
        {
            var read = await upstream.Input.ReadAsync();
            var status = _body.Copy(read.Buffer, read.IsCompleted, Nowhere.Instance, out var consumed);
            upstream.Input.AdvanceTo(consumed, status == ParseStatus.Done ? consumed : read.Buffer.End);
            if (status != ParseStatus.NeedMore || read.IsCanceled)
                return status == ParseStatus.Done;
        }
        return false;
    }
}
