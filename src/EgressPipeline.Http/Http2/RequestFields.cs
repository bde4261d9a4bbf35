using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace EgressPipeline.Http.Http2;

/// <summary>
/// Takes the fields of a request or of its trailers and writes them as HTTP/1.1 that means the same (RFC 9113 §8.3, §8.8).
/// What could mean anything else to the next reader, or to this one, is refused: nothing is repaired.
/// </summary>
/// <remarks>Not thread-safe. Reused for every block of a connection; bounded by the limits of the decoder that feeds it.</remarks>
public sealed class RequestFields : IHpackSink, IDisposable
{
    private readonly FieldText _lines = new();
    private readonly FieldText _method = new();
    private readonly FieldText _scheme = new();
    private readonly FieldText _authority = new();
    private readonly FieldText _path = new();
    private readonly FieldText _host = new();
    private readonly FieldText _cookie = new();
    private Http2Violation _violation;
    private bool _isTrailers;
    private bool _sawField;

    /// <summary>The method, when it is one of the usual ones.</summary>
    public KnownMethod Method { get; private set; }

    /// <summary>What content-length says; -1 without one.</summary>
    public long ContentLength { get; private set; }

    /// <summary>Starts a block.</summary>
    /// <param name="trailers">Whether it follows a body.</param>
    public void Begin(bool trailers)
    {
        foreach (var text in (ReadOnlySpan<FieldText>)[_lines, _method, _scheme, _authority, _path, _host, _cookie])
            text.Clear();
        _violation = Http2Violation.None;
        _isTrailers = trailers;
        _sawField = false;
        ContentLength = -1;
        Method = KnownMethod.Other;
    }

    /// <inheritdoc/>
    public void Take(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        if (_violation != Http2Violation.None)
            return;
        _violation = FieldSyntax.Check(name, value);
        if (_violation != Http2Violation.None)
            return;
        if (name[0] == ':')
            _violation = TakePseudo(name, value);
        else
            _violation = TakeField(name, value);
    }

    /// <summary>Judges the block as a whole.</summary>
    /// <param name="endsStream">Whether no body follows.</param>
    public Http2Violation Finish(bool endsStream)
    {
        if (_violation != Http2Violation.None || _isTrailers)
            return _violation;
        Method = KnownMethods.Find(_method.Written);
        var violation = Method == KnownMethod.Connect ? CheckConnect() : CheckTarget();
        if (violation != Http2Violation.None)
            return violation;
        return endsStream && ContentLength > 0 ? Http2Violation.LengthMismatch : Http2Violation.None;
    }

    /// <summary>Writes the head of the request.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="endsStream">Whether no body follows; a body without a length is announced as chunked.</param>
    public void WriteHead(IBufferWriter<byte> output, bool endsStream)
    {
        output.Write(_method.Written);
        output.Write(" "u8);
        WriteTarget(output);
        output.Write(" HTTP/1.1\r\nhost: "u8);
        output.Write(_authority.IsSet ? _authority.Written : _host.Written);
        output.Write("\r\n"u8);
        output.Write(_lines.Written);
        if (_cookie.IsSet)
        {
            output.Write("cookie: "u8);
            output.Write(_cookie.Written);
            output.Write("\r\n"u8);
        }
        if (!endsStream && ContentLength < 0)
            output.Write("transfer-encoding: chunked\r\n"u8);
        output.Write("\r\n"u8);
    }

    /// <summary>The lines of trailers, each with its CRLF.</summary>
    public ReadOnlySpan<byte> Lines => _lines.Written;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var text in (ReadOnlySpan<FieldText>)[_lines, _method, _scheme, _authority, _path, _host, _cookie])
            text.Dispose();
    }

    private Http2Violation TakePseudo(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (_isTrailers)
            return Http2Violation.PseudoFieldInTrailers;
        if (_sawField)
            return Http2Violation.PseudoFieldAfterField;
        var text = name.Length switch
        {
            5 when name.SequenceEqual(":path"u8) => _path,
            7 when name.SequenceEqual(":method"u8) => _method,
            7 when name.SequenceEqual(":scheme"u8) => _scheme,
            10 when name.SequenceEqual(":authority"u8) => _authority,
            _ => null,
        };
        if (text is null)
            return Http2Violation.BadPseudoField;
        if (text.IsSet)
            return Http2Violation.PseudoFieldTwice;
        text.Append(value);
        return Http2Violation.None;
    }

    private Http2Violation TakeField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _sawField = true;
        if (FieldSyntax.BelongsToConnection(name, value))
            return Http2Violation.ConnectionField;
        if (!_isTrailers)
        {
            if (name.SequenceEqual("host"u8))
                return TakeHost(value);
            if (name.SequenceEqual("content-length"u8) && TakeLength(value) is var bad and not Http2Violation.None)
                return bad;
            if (name.SequenceEqual("cookie"u8))
            {
                if (_cookie.IsSet)
                    _cookie.Append("; "u8); // RFC 9113 §8.2.3: crumbs are put together for HTTP/1.1
                _cookie.Append(value);
                return Http2Violation.None;
            }
        }
        _lines.Append(name);
        _lines.Append(": "u8);
        _lines.Append(value);
        _lines.Append("\r\n"u8);
        return Http2Violation.None;
    }

    private Http2Violation TakeHost(ReadOnlySpan<byte> value)
    {
        if (_host.IsSet)
            return Http2Violation.BadMessage;
        _host.Append(value);
        return Http2Violation.None;
    }

    private Http2Violation TakeLength(ReadOnlySpan<byte> value)
    {
        if (ContentLength >= 0 || value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || !Utf8Parser.TryParse(value, out long length, out var used) || used != value.Length)
            return Http2Violation.LengthMismatch;
        ContentLength = length;
        return Http2Violation.None;
    }

    // RFC 9113 §8.5: neither :scheme nor :path.
    private Http2Violation CheckConnect()
    {
        if (_scheme.IsSet || _path.IsSet)
            return Http2Violation.BadPseudoField;
        if (!_authority.IsSet)
            return Http2Violation.PseudoFieldMissing;
        return HostSyntax.IsHostWithPort(_authority.Written) ? CheckAuthority() : Http2Violation.BadPseudoField;
    }

    private Http2Violation CheckTarget()
    {
        if (!_method.IsSet || !_scheme.IsSet || !_path.IsSet || (!_authority.IsSet && !_host.IsSet))
            return Http2Violation.PseudoFieldMissing;
        if (!ByteSets.IsToken(_method.Written) || !(IsHttps || Ascii.EqualsIgnoreCase(_scheme.Written, "http"u8)))
            return Http2Violation.BadPseudoField;
        var path = _path.Written;
        var isWhole = Method == KnownMethod.Options && path.SequenceEqual("*"u8);
        if (path.IsEmpty || path.ContainsAnyExcept(ByteSets.Target) || (path[0] != '/' && !isWhole))
            return Http2Violation.BadPseudoField;
        return CheckAuthority();
    }

    private Http2Violation CheckAuthority()
    {
        if (_authority.IsSet && !HostSyntax.IsHost(_authority.Written))
            return Http2Violation.BadPseudoField;
        return _authority.IsSet && _host.IsSet && !Ascii.EqualsIgnoreCase(_authority.Written, _host.Written)
            ? Http2Violation.AuthorityMismatch
            : Http2Violation.None;
    }

    private bool IsHttps => Ascii.EqualsIgnoreCase(_scheme.Written, "https"u8);

    private void WriteTarget(IBufferWriter<byte> output)
    {
        if (Method == KnownMethod.Connect)
        {
            output.Write(_authority.Written);
            return;
        }
        if (IsHttps)
        {
            output.Write("https://"u8);
            output.Write(_authority.IsSet ? _authority.Written : _host.Written);
            if (_path.Written[0] == '*')
                return; // RFC 9112 §3.2.4
        }
        output.Write(_path.Written);
    }
}
