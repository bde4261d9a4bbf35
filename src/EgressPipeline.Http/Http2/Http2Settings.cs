using System.Buffers.Binary;

namespace EgressPipeline.Http.Http2;

/// <summary>What the peer announced, beginning with the protocol's defaults. Not thread-safe.</summary>
public sealed class Http2Settings
{
    /// <summary>The window of a stream before any SETTINGS, and of a connection for good.</summary>
    public const int DefaultWindow = 65535;

    /// <summary>The least SETTINGS_MAX_FRAME_SIZE.</summary>
    public const int DefaultMaxFrameSize = 16384;

    /// <summary>The size of the dynamic table before any SETTINGS.</summary>
    public const int DefaultHeaderTableSize = 4096;

    private const int SettingBytes = 6;

    /// <summary>The most the peer's decoder may be made to hold, in bytes of RFC 7541 §4.1.</summary>
    public uint HeaderTableSize { get; private set; } = DefaultHeaderTableSize;

    /// <summary>How many streams may be open towards the peer at once; without a word as many as the numbers allow.</summary>
    public uint MaxConcurrentStreams { get; private set; } = int.MaxValue;

    /// <summary>The window that a stream begins with.</summary>
    public int InitialWindowSize { get; private set; } = DefaultWindow;

    /// <summary>The longest payload that the peer takes.</summary>
    public int MaxFrameSize { get; private set; } = DefaultMaxFrameSize;

    /// <summary>The largest list of fields that the peer takes, as advice.</summary>
    public uint MaxHeaderListSize { get; private set; } = uint.MaxValue;

    /// <summary>Whether the peer takes extended CONNECT (RFC 8441).</summary>
    public bool EnableConnectProtocol { get; private set; }

    /// <summary>Takes a SETTINGS payload, whose length <see cref="FrameRules"/> has checked.</summary>
    public Http2Violation Apply(ReadOnlySpan<byte> payload)
    {
        for (; payload.Length >= SettingBytes; payload = payload[SettingBytes..])
        {
            var violation = Apply((Http2Setting)BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt32BigEndian(payload[2..]));
            if (violation != Http2Violation.None)
                return violation;
        }
        return Http2Violation.None;
    }

    private Http2Violation Apply(Http2Setting setting, uint value)
    {
        switch (setting)
        {
            case Http2Setting.HeaderTableSize:
                HeaderTableSize = value;
                break;
            case Http2Setting.EnablePush:
                return value > 1 ? Http2Violation.BadEnablePush : Http2Violation.None;
            case Http2Setting.MaxConcurrentStreams:
                MaxConcurrentStreams = value;
                break;
            case Http2Setting.InitialWindowSize:
                if (value > int.MaxValue)
                    return Http2Violation.BadInitialWindow;
                InitialWindowSize = (int)value;
                break;
            case Http2Setting.MaxFrameSize:
                if (value is < DefaultMaxFrameSize or > FrameHeader.MaxLength)
                    return Http2Violation.BadMaxFrameSize;
                MaxFrameSize = (int)value;
                break;
            case Http2Setting.MaxHeaderListSize:
                MaxHeaderListSize = value;
                break;
            case Http2Setting.EnableConnectProtocol:
                // RFC 8441 §3: it must not be taken back.
                if (value > 1 || (value == 0 && EnableConnectProtocol))
                    return Http2Violation.BadConnectProtocol;
                EnableConnectProtocol = value == 1;
                break;
        }
        return Http2Violation.None;
    }
}
