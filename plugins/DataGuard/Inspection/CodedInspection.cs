using DataGuard.Codings;
using DataGuard.Scanning;

namespace DataGuard.Inspection;

/// <summary>A coded body: it is decoded to be scanned, within limits; what is sent on is the matter of a <see cref="Forwarding"/>.</summary>
internal sealed class CodedInspection(BodyScanner scanner) : BodyInspection(scanner)
{
    /// <summary>Coded bytes that are decoded before it is looked what may go on.</summary>
    private const int Step = 4096;

    private BodyDecoder? _decoder;
    private Forwarding? _forwarding;
    private ScanLimits _limits;
    private long _coded;
    private long _decoded;

    public override ReadOnlySpan<byte> Ready => _forwarding is null ? default : _forwarding.Ready;

    /// <summary>Starts a body.</summary>
    /// <param name="plan">What to look for.</param>
    /// <param name="decoder">Its coding.</param>
    /// <param name="limits">How far it may grow.</param>
    /// <param name="forwarding">What makes the bytes that are sent on; null when the body is only observed.</param>
    public void Begin(ScanPlan plan, BodyDecoder decoder, ScanLimits limits, Forwarding? forwarding)
    {
        Scanner.Begin(plan);
        decoder.Begin();
        (_decoder, _forwarding, _limits, _coded, _decoded) = (decoder, forwarding, limits, 0, 0);
    }

    public override InspectionStatus Take(ref ReadOnlySpan<byte> rest)
    {
        var part = rest[..Math.Min(rest.Length, Step)];
        rest = rest[part.Length..];
        _forwarding?.OnCoded(part);
        var decoding = DecodeStatus.Output;
        while (decoding == DecodeStatus.Output)
        {
            var before = part.Length;
            decoding = _decoder!.Decode(ref part, out var decoded);
            _coded += before - part.Length;
            _decoded += decoded.Length;
            if (!_limits.Allow(_coded, _decoded))
                return InspectionStatus.Expands;
            Scan(decoded);
            if (Scanner.Blocked)
                return InspectionStatus.Blocked;
        }
        if (decoding == DecodeStatus.Invalid)
            return InspectionStatus.Broken;
        return _forwarding?.OnStep(Scanner, isPieceOver: rest.IsEmpty) != false ? InspectionStatus.Passing : InspectionStatus.Broken;
    }

    public override InspectionStatus Complete()
    {
        Scanner.Complete();
        if (Scanner.Blocked)
            return InspectionStatus.Blocked;
        Forward();
        if (_coded == 0)
            return InspectionStatus.Passing; // no body at all
        if (!_decoder!.MayEnd)
            return InspectionStatus.Broken;
        _forwarding?.Finish();
        return InspectionStatus.Passing;
    }

    public override void Release() => _forwarding?.Release();

    public override bool GiveUp() => _forwarding?.GiveUp() ?? true;

    public override void End()
    {
        base.End();
        _decoder?.End();
        _forwarding?.End();
        (_decoder, _forwarding) = (null, null);
    }

    private void Scan(ReadOnlySpan<byte> decoded)
    {
        while (!decoded.IsEmpty && !Scanner.Blocked)
        {
            Scanner.Append(ref decoded);
            Forward();
        }
    }

    private void Forward()
    {
        _forwarding?.OnJudged(Scanner.Ready);
        Scanner.Release();
    }
}
