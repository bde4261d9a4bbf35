namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>What of a client's texts may go into the log: bounded, and without what people put into URLs by mistake.</summary>
internal static class LoggedText
{
    /// <summary>Bytes of a path, and of a query, that are logged.</summary>
    public const int MaxPath = 1024;

    /// <summary>Bytes of any other text of a client.</summary>
    public const int MaxValue = 256;

    /// <summary>Follows a text that was cut.</summary>
    public static ReadOnlySpan<byte> Ellipsis => "..."u8;

    /// <summary>The authority without user information: <c>user:password@host</c> must not be logged.</summary>
    public static ReadOnlySpan<byte> WithoutUserInfo(ReadOnlySpan<byte> authority) => authority[(authority.LastIndexOf((byte)'@') + 1)..];
}
