namespace HostilePlugin;

/// <summary>What <see cref="HostileFilter"/> does.</summary>
public enum Misdeed
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Throws at once.</summary>
    Throw,
    /// <summary>Throws after a wait.</summary>
    ThrowLater,
    /// <summary>Throws when the answer is there.</summary>
    ThrowOnResponse,
    /// <summary>Throws in the middle of a body.</summary>
    ThrowOnBody,
    /// <summary>Throws when the request is over.</summary>
    ThrowOnCompletion,
    /// <summary>Waits for ever and does not listen to its token.</summary>
    Sleep,
    /// <summary>Blocks its thread for a second.</summary>
    Block,
    /// <summary>Keeps the request and uses it later.</summary>
    Keep,
    /// <summary>Keeps the body and uses it later.</summary>
    KeepBody,
    /// <summary>Writes a header with a line break.</summary>
    IllegalHeader,
    /// <summary>Writes the framing.</summary>
    FramingHeader,
    /// <summary>Calls next more often than it declared.</summary>
    NextTwice,
    /// <summary>Calls next twice at once.</summary>
    NextAtOnce,
    /// <summary>Goes on without having called next.</summary>
    NextNever,
    /// <summary>Returns while next is running.</summary>
    NextUnawaited,
    /// <summary>Redirects after routing.</summary>
    RedirectLate,
    /// <summary>Its state cannot be reset.</summary>
    StateThatBreaks,
    /// <summary>Is cancelled by itself.</summary>
    Cancelled,
}
