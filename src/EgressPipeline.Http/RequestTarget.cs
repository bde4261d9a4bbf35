using System.Text;

namespace EgressPipeline.Http;

/// <summary>A request target taken apart (RFC 9112 §3.2), as offsets.</summary>
internal struct RequestTarget
{
    public ByteSlice Whole;
    public TargetForm Form;
    public ByteSlice Scheme;
    public ByteSlice Authority;

    /// <summary>Empty for an absolute-form target without a path, which means <c>/</c>.</summary>
    public ByteSlice Path;
    public ByteSlice Query;

    /// <summary>Where the query's question mark stands, or the end of the path.</summary>
    public readonly int PathEnd => Path.End;

    /// <summary>Takes <c>data[start..end]</c> apart and checks it against the method.</summary>
    public static HttpParseError Parse(
        ReadOnlySpan<byte> data, int start, int end, KnownMethod method, out RequestTarget target)
    {
        target = default;
        target.Whole = new ByteSlice(start, end - start);
        var text = data[start..end];
        if (text.IsEmpty)
            return HttpParseError.BadTarget;
        var bad = text.IndexOfAnyExcept(ByteSets.Target);
        if (bad >= 0)
            return text[bad] == '#' ? HttpParseError.FragmentInTarget : HttpParseError.BadTarget;

        if (method == KnownMethod.Connect)
            return target.SetAuthorityForm(text);
        if (text[0] == '/')
        {
            target.SetPathAndQuery(text, start);
            return HttpParseError.None;
        }
        if (text.Length == 1 && text[0] == '*')
        {
            target.Form = TargetForm.Asterisk;
            target.Path = target.Whole;
            return method == KnownMethod.Options ? HttpParseError.None : HttpParseError.TargetFormNotAllowed;
        }
        return target.SetAbsoluteForm(text, start);
    }

    /// <summary>Path and query of origin-form text that lies at <paramref name="start"/>.</summary>
    public void SetPathAndQuery(ReadOnlySpan<byte> text, int start)
    {
        var mark = text.IndexOf((byte)'?');
        Path = new ByteSlice(start, mark < 0 ? text.Length : mark);
        Query = mark < 0 ? default : new ByteSlice(start + mark + 1, text.Length - mark - 1);
    }

    private HttpParseError SetAuthorityForm(ReadOnlySpan<byte> text)
    {
        if (text[0] is (byte)'/' or (byte)'*' || text.IndexOf("://"u8) >= 0)
            return HttpParseError.TargetFormNotAllowed;
        Form = TargetForm.Authority;
        Authority = Whole;
        if (text.Contains((byte)'@'))
            return HttpParseError.UserInfoInTarget;
        return HostSyntax.IsHostWithPort(text) ? HttpParseError.None : HttpParseError.BadAuthority;
    }

    private HttpParseError SetAbsoluteForm(ReadOnlySpan<byte> text, int start)
    {
        var schemeLength = text.IndexOf("://"u8);
        if (schemeLength <= 0)
            return HostSyntax.IsHostWithPort(text) ? HttpParseError.TargetFormNotAllowed : HttpParseError.BadTarget;
        var scheme = text[..schemeLength];
        if (!Ascii.EqualsIgnoreCase(scheme, "http"u8) && !Ascii.EqualsIgnoreCase(scheme, "https"u8))
            return HttpParseError.UnsupportedScheme;

        var authorityStart = schemeLength + 3;
        var rest = text[authorityStart..];
        var length = rest.IndexOfAny((byte)'/', (byte)'?');
        length = length < 0 ? rest.Length : length;
        var authority = rest[..length];
        if (authority.Contains((byte)'@'))
            return HttpParseError.UserInfoInTarget; // RFC 9110 §4.2.4
        if (!HostSyntax.IsHost(authority))
            return HttpParseError.BadAuthority;

        Form = TargetForm.Absolute;
        Scheme = new ByteSlice(start, schemeLength);
        Authority = new ByteSlice(start + authorityStart, length);
        SetPathAndQuery(rest[length..], start + authorityStart + length);
        return HttpParseError.None;
    }
}
