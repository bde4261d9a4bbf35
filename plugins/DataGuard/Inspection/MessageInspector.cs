using DataGuard.Codings;
using DataGuard.Scanning;

namespace DataGuard.Inspection;

/// <summary>Inspects the body of one message after another, whatever its coding; what each coding needs is made when it is met first.</summary>
/// <remarks>Not thread-safe: one for each direction.</remarks>
internal sealed class MessageInspector
{
    private readonly BodyScanner _scanner = new();
    private readonly PlainInspection _plain;
    private CodedInspection? _coded;
    private GzipDecoder? _gzip;
    private ZlibDecoder? _deflate;
    private BrotliBodyDecoder? _brotli;
    private HeldForwarding? _held;
    private RecodedForwarding? _recoded;
    private BodyInspection? _inspection;

    public MessageInspector() => _plain = new PlainInspection(_scanner);

    /// <summary>What was found in the message.</summary>
    public FindingLog Findings => _scanner.Findings;

    /// <summary>Number of the detector that blocks, or -1.</summary>
    public int BlockedBy => _scanner.BlockedBy;

    /// <summary>Bytes looked at, decoded.</summary>
    public long Scanned { get; private set; }

    /// <summary>How the inspection ended, or stands.</summary>
    public InspectionStatus Status { get; private set; }

    /// <summary>True while the message is looked at.</summary>
    public bool IsActive => _inspection is not null;

    /// <summary>True when what is sent on comes from <see cref="Ready"/>, not from the pieces as they are.</summary>
    public bool Replaces { get; private set; }

    /// <summary>True when as many bytes are sent on as came: masks are as long as what they hide, unless it is compressed anew.</summary>
    public bool KeepsLength { get; private set; }

    /// <summary>What may be sent on; valid until the next call.</summary>
    public ReadOnlySpan<byte> Ready => _inspection is null ? default : _inspection.Ready;

    /// <summary>Starts a message.</summary>
    /// <param name="plan">What to look for.</param>
    /// <param name="coding">How it is coded; <see cref="ContentCoding.Other"/> gives <see cref="InspectionStatus.UnknownCoding"/> with the first byte.</param>
    /// <param name="limits">How far it may grow.</param>
    public void Begin(ScanPlan plan, ContentCoding coding, ScanLimits limits)
    {
        End();
        (Status, Scanned, Replaces, KeepsLength) = (InspectionStatus.Passing, 0, plan.HoldsBack, true);
        _plain.Begin(plan);
        _inspection = _plain;
        if (coding == ContentCoding.Identity)
            return;
        if (coding == ContentCoding.Other)
        {
            (Status, Replaces) = (InspectionStatus.UnknownCoding, false);
            return;
        }
        KeepsLength = !plan.Masks;
        var decoder = DecoderOf(coding);
        _coded ??= new CodedInspection(_scanner);
        _coded.Begin(plan, decoder, limits, ForwardingOf(plan, decoder));
        _inspection = _coded;
    }

    /// <summary>Takes a part of what has arrived; what was taken is cut off.</summary>
    public InspectionStatus Take(ref ReadOnlySpan<byte> rest) => Status == InspectionStatus.Passing ? Status = _inspection!.Take(ref rest) : Status;

    /// <summary>Nothing follows.</summary>
    public InspectionStatus Complete() => Status == InspectionStatus.Passing ? Status = _inspection!.Complete() : Status;

    /// <summary>What was ready has been sent.</summary>
    public void Release() => _inspection!.Release();

    /// <summary>See <see cref="BodyInspection.GiveUp"/>.</summary>
    public bool GiveUp() => Status == InspectionStatus.UnknownCoding || _inspection!.GiveUp();

    /// <summary>The message is over: gives memory back. Allowed at any time.</summary>
    public void End()
    {
        if (_inspection is null)
            return;
        Scanned = _scanner.Scanned;
        _inspection.End();
        _inspection = null;
    }

    /// <summary>As good as new.</summary>
    public void Reset()
    {
        End();
        _scanner.Findings.Clear();
        (Status, Scanned) = (InspectionStatus.Passing, 0);
    }

    private BodyDecoder DecoderOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => _gzip ??= new GzipDecoder(),
        ContentCoding.Deflate => _deflate ??= new ZlibDecoder(),
        _ => _brotli ??= new BrotliBodyDecoder(),
    };

    private Forwarding? ForwardingOf(ScanPlan plan, BodyDecoder decoder)
    {
        if (!plan.HoldsBack)
            return null;
        if (plan.Masks)
        {
            _recoded ??= new RecodedForwarding();
            _recoded.Begin(decoder);
            return _recoded;
        }
        _held ??= new HeldForwarding();
        _held.Begin();
        return _held;
    }
}
