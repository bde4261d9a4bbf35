using System.Buffers;

namespace EgressPipeline.Http;

/// <summary>The head of a request.</summary>
/// <inheritdoc cref="HttpHead" path="/remarks"/>
public sealed class RequestHead : HttpHead
{
    private ByteSlice _method;
    private RequestTarget _target;
    private ByteSlice _written;
    private int _afterTarget;
    private int _headersStart;

    /// <summary>The method as sent.</summary>
    public ReadOnlySpan<byte> Method => _method.Of(Buffer);

    /// <summary>The method, when it is one of the usual ones.</summary>
    public KnownMethod KnownMethod { get; private set; }

    /// <summary>Whether repeating the request is harmless by the definition of its method.</summary>
    public bool IsIdempotent => KnownMethods.IsIdempotent(KnownMethod);

    /// <summary>The target as it will be written.</summary>
    public ReadOnlySpan<byte> Target => _written.Of(Buffer);

    /// <summary>The form of the target as it will be written.</summary>
    public TargetForm Form { get; private set; }

    /// <summary>The scheme of an absolute-form target as sent, otherwise empty.</summary>
    public ReadOnlySpan<byte> Scheme => _target.Scheme.Of(Buffer);

    /// <summary>
    /// Whom the client calls: the authority of an absolute-form or authority-form target, otherwise the Host header.
    /// Validated; edits do not change it. Empty for HTTP/1.0 without either.
    /// </summary>
    public ReadOnlySpan<byte> Authority => _target.Authority.Of(Buffer);

    /// <summary>The path: at least <c>/</c>, <c>*</c> in asterisk-form, empty in authority-form.</summary>
    public ReadOnlySpan<byte> Path => Form == TargetForm.Absolute && _target.Path.Length == 0 ? "/"u8 : _target.Path.Of(Buffer);

    /// <summary>The query without its question mark; empty when there is none.</summary>
    public ReadOnlySpan<byte> Query => _target.Query.Of(Buffer);

    /// <summary>Whether the client waits for 100 (Continue) before it sends the body.</summary>
    public bool ExpectsContinue { get; private set; }

    /// <summary>Whether the client offers to switch protocols: Upgrade is present and Connection lists it.</summary>
    public bool WantsUpgrade { get; private set; }

    private protected override bool AllowsEmptyLinesBefore => true;

    /// <summary>Reads a head from the start of <paramref name="input"/>.</summary>
    /// <param name="input">What was received; after <see cref="ParseStatus.NeedMore"/> the same bytes again, with more behind them.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="consumed">Right behind the blank line when done, otherwise the start of the input.</param>
    /// <param name="error">Why the head is refused.</param>
    /// <remarks>A call after Done or Error starts with a new message.</remarks>
    public ParseStatus TryParse(
        in ReadOnlySequence<byte> input, HttpLimits limits, out SequencePosition consumed, out HttpParseError error) =>
        Parse(input, limits, out consumed, out error);

    /// <summary>Turns an absolute-form target into origin-form with the same path and query (RFC 9112 §3.2.1, §3.2.4).</summary>
    public void SetOriginForm()
    {
        if (Form != TargetForm.Absolute)
            return;
        var hasQuery = _target.Query.Start != 0;
        if (_target.Path.Length > 0)
            _written = new ByteSlice(_target.Path.Start, _target.Whole.End - _target.Path.Start);
        else if (KnownMethod == KnownMethod.Options && !hasQuery)
            _written = AppendText("*"u8, default);
        else
            _written = AppendText("/"u8, Buffer.AsSpan(_target.Path.Start, _target.Whole.End - _target.Path.Start));
        ReadWrittenPath();
    }

    /// <summary>Replaces the target by an origin-form one. The authority stays as it was.</summary>
    /// <exception cref="ArgumentException">It does not start with a slash, or has bytes that no target may have.</exception>
    public void SetOriginForm(ReadOnlySpan<byte> pathAndQuery)
    {
        if (pathAndQuery.IsEmpty || pathAndQuery[0] != '/')
            throw new ArgumentException("An origin-form target starts with a slash.", nameof(pathAndQuery));
        SetTarget(pathAndQuery);
        ReadWrittenPath();
    }

    /// <summary>Writes this target instead; authority, path and query stay those that were received.</summary>
    /// <exception cref="ArgumentException">The target is empty or has bytes that no target may have.</exception>
    public void SetTarget(ReadOnlySpan<byte> target)
    {
        if (target.IsEmpty || target.ContainsAnyExcept(ByteSets.Target))
            throw new ArgumentException("A target is visible ASCII without a number sign.", nameof(target));
        _written = AppendText(default, target);
    }

    /// <summary>Replaces the Host header, or puts it first when there is none.</summary>
    public void SetHost(ReadOnlySpan<byte> host) => SetFirst(KnownHeader.Host, host);

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _method = default;
        _target = default;
        _written = default;
        Form = default;
        KnownMethod = default;
        ExpectsContinue = false;
        WantsUpgrade = false;
    }

    private protected override HttpParseError ParseStartLine(ReadOnlySpan<byte> data, int start, int end)
    {
        // 1. Method, up to exactly one space (RFC 9112 §3).
        var line = data[start..end];
        var methodLength = line.IndexOfAnyExcept(ByteSets.Token);
        if (methodLength <= 0 || line[methodLength] != ' ')
            return HttpParseError.BadMethod;
        _method = new ByteSlice(start, methodLength);
        KnownMethod = KnownMethods.Find(line[..methodLength]);

        // 2. Version, behind the last space.
        var versionStart = line.Length - HttpVersion.Length;
        if (versionStart <= methodLength || line[versionStart - 1] != ' ')
            versionStart = line.LastIndexOf((byte)' ') + 1;
        if (versionStart == methodLength + 1)
            return HttpParseError.BadVersion; // HTTP/0.9, or a target with nothing behind it
        var error = HttpVersion.Parse(line[versionStart..], out var minor);
        if (error != HttpParseError.None)
            return error;
        MinorVersion = minor;

        // 3. What is between them is the target.
        error = RequestTarget.Parse(data, _method.Start + methodLength + 1, start + versionStart - 1, KnownMethod, out _target);
        Form = _target.Form;
        _written = _target.Whole;
        _afterTarget = _target.Whole.End;
        _headersStart = end + 2;
        return error;
    }

    private protected override HttpParseError FinishHead()
    {
        Buffer[_headersStart - 3] = (byte)'1'; // the proxy speaks its own version: see MinorVersion
        var error = TakeHost();
        if (error != HttpParseError.None)
            return error;
        var framing = BodyFraming.OfRequest(this, KnownMethod);
        if (framing.Error != HttpParseError.None)
            return framing.Error;
        Body = framing.Kind;
        BodyLength = framing.Length;

        ReadConnectionOptions();
        KeepAlive = IsPersistent();
        WantsUpgrade = MinorVersion > 0 && HasOption(ConnectionOptions.Upgrade) && Contains(KnownHeader.Upgrade);
        ExpectsContinue = MinorVersion > 0 && Contains(KnownHeader.Expect)
            && TryGet(KnownHeader.Expect, out var expect) && System.Text.Ascii.EqualsIgnoreCase(expect, "100-continue"u8);
        return HttpParseError.None;
    }

    private protected override void WriteStartLine(ref BlockCopy blocks)
    {
        blocks.Add(_method.Start, _method.End + 1);
        blocks.Add(_written.Start, _written.End);
        blocks.Add(_afterTarget, _headersStart);
    }

    // RFC 9112 §3.2: one valid Host; in 1.0 it may be absent. An absolute-form target overrides it (§3.2.2).
    private HttpParseError TakeHost()
    {
        if (!Contains(KnownHeader.Host))
        {
            if (MinorVersion > 0)
                return HttpParseError.MissingHost;
        }
        else
        {
            var index = SingleIndexOf(KnownHeader.Host);
            if (index < 0)
                return HttpParseError.DuplicateHost;
            if (!HostSyntax.IsHost(Value(index)))
                return HttpParseError.BadHost;
            if (_target.Authority.Length == 0)
                _target.Authority = new ByteSlice(Field(index).ValueStart, Field(index).ValueLength);
            else if (Value(index).SequenceEqual(Authority))
                return HttpParseError.None;
        }
        if (_target.Form is TargetForm.Absolute)
            SetHost(Authority);
        return HttpParseError.None;
    }

    private void ReadWrittenPath()
    {
        Form = _written.Length == 1 && Target[0] == '*' ? TargetForm.Asterisk : TargetForm.Origin;
        _target.SetPathAndQuery(Target, _written.Start);
    }
}
