using System.Text;

namespace EgressPipeline.Http;

/// <content>Connection options and what they cover.</content>
public abstract partial class HttpHead
{
    private ConnectionOptions _options;

    private protected bool HasOption(ConnectionOptions option) => (_options & option) != 0;

    /// <summary>
    /// Removes the fields that Connection lists, but no others of this hop. What is added afterwards stays, whatever Connection
    /// lists: a sender must not strip what was written on its behalf. Host and the framing headers stay.
    /// </summary>
    public void RemoveListed()
    {
        if (!HasOption(ConnectionOptions.Others))
            return;
        _options &= ~ConnectionOptions.Others;
        // Connection lines themselves stay until the end, so that the n-th one is the same after a removal.
        for (var nth = 0; IndexOfNth(KnownHeader.Connection, nth) is var i and >= 0; nth++)
        {
            foreach (var token in new ListTokens(Value(i)))
            {
                if (!IsProtected(KnownHeaders.Find(token)))
                    Remove(token);
            }
        }
    }

    /// <summary>
    /// Removes what is meant for this hop only: Connection and everything it lists, Keep-Alive, Proxy-*, TE (but
    /// <c>trailers</c> stays), Upgrade. Host and the framing headers stay whatever Connection lists.
    /// </summary>
    /// <param name="keepUpgrade">Keep Upgrade, with a fresh <c>Connection: Upgrade</c> beside it.</param>
    public void RemoveHopByHop(bool keepUpgrade)
    {
        RemoveListed();
        keepUpgrade &= Contains(KnownHeader.Upgrade);
        var keepTrailers = Contains(KnownHeader.TE) && AcceptsTrailers();

        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (IsHopByHop(i, keepUpgrade))
                _present &= ~Bit(_fields[i].Known);
            else
                _fields[kept++] = _fields[i];
        }
        _count = kept;

        if (keepUpgrade)
            Add(KnownHeader.Connection, "Upgrade"u8);
        if (keepTrailers)
            Add(KnownHeader.TE, "trailers"u8);
    }

    private protected void ReadConnectionOptions()
    {
        _options = ConnectionOptions.None;
        if (!Contains(KnownHeader.Connection))
            return;
        for (var i = IndexOf(KnownHeader.Connection); i >= 0; i = NextAfter(i))
            _options |= OptionsOf(Value(i));
    }

    // RFC 9112 §9.3: close wins over keep-alive; 1.0 must ask for keep-alive.
    private protected bool IsPersistent() =>
        !HasOption(ConnectionOptions.Close) && (MinorVersion > 0 || HasOption(ConnectionOptions.KeepAlive));

    private static ConnectionOptions OptionsOf(ReadOnlySpan<byte> list)
    {
        var only = OptionOf(list);
        if (only != ConnectionOptions.Others)
            return only;
        var options = ConnectionOptions.None;
        foreach (var token in new ListTokens(list))
            options |= OptionOf(token);
        return options;
    }

    private static ConnectionOptions OptionOf(ReadOnlySpan<byte> token) => token.Length switch
    {
        5 when Ascii.EqualsIgnoreCase(token, "close"u8) => ConnectionOptions.Close,
        10 when Ascii.EqualsIgnoreCase(token, "keep-alive"u8) => ConnectionOptions.KeepAlive,
        7 when Ascii.EqualsIgnoreCase(token, "upgrade"u8) => ConnectionOptions.Upgrade,
        _ => ConnectionOptions.Others,
    };

    private bool IsHopByHop(int index, bool keepUpgrade) => _fields[index].Known switch
    {
        KnownHeader.Connection or KnownHeader.KeepAlive or KnownHeader.TE => true,
        KnownHeader.ProxyConnection or KnownHeader.ProxyAuthenticate => true,
        KnownHeader.ProxyAuthorization or KnownHeader.ProxyAuthenticationInfo => true,
        KnownHeader.Upgrade => !keepUpgrade,
        KnownHeader.Other => _fields[index].NameLength > 6 && Ascii.EqualsIgnoreCase(Name(index)[..6], "proxy-"u8),
        _ => false,
    };

    private int IndexOfNth(KnownHeader name, int nth)
    {
        var index = IndexOf(name);
        while (index >= 0 && nth-- > 0)
            index = IndexOf(name, index + 1);
        return index;
    }

    // A sender must not be able to strip what routing, framing and security rest on by listing it in Connection.
    private static bool IsProtected(KnownHeader name) => name
        is KnownHeader.Host or KnownHeader.ContentLength or KnownHeader.TransferEncoding or KnownHeader.Connection
        or KnownHeader.Upgrade or KnownHeader.TE or KnownHeader.Via or KnownHeader.Forwarded
        or KnownHeader.XForwardedFor or KnownHeader.XForwardedHost or KnownHeader.XForwardedProto;

    private bool AcceptsTrailers()
    {
        for (var i = IndexOf(KnownHeader.TE); i >= 0; i = IndexOf(KnownHeader.TE, i + 1))
        {
            foreach (var token in new ListTokens(Value(i)))
            {
                if (Ascii.EqualsIgnoreCase(token, "trailers"u8))
                    return true;
            }
        }
        return false;
    }
}
