using EgressPipeline.Http.Http2;

namespace EgressPipeline.Http.Tests.Http2;

public sealed class SettingsTests
{
    [Theory]
    [InlineData(Http2Setting.EnablePush, 1u, Http2Violation.None)]
    [InlineData(Http2Setting.EnablePush, 2u, Http2Violation.BadEnablePush)]
    [InlineData(Http2Setting.InitialWindowSize, 0x7fffffffu, Http2Violation.None)]
    [InlineData(Http2Setting.InitialWindowSize, 0x80000000u, Http2Violation.BadInitialWindow)]
    [InlineData(Http2Setting.MaxFrameSize, 16383u, Http2Violation.BadMaxFrameSize)]
    [InlineData(Http2Setting.MaxFrameSize, 16384u, Http2Violation.None)]
    [InlineData(Http2Setting.MaxFrameSize, 16777215u, Http2Violation.None)]
    [InlineData(Http2Setting.MaxFrameSize, 16777216u, Http2Violation.BadMaxFrameSize)]
    [InlineData(Http2Setting.EnableConnectProtocol, 2u, Http2Violation.BadConnectProtocol)]
    [InlineData((Http2Setting)0x99, 0xffffffffu, Http2Violation.None)]
    public void Setting_Value_IsJudged(Http2Setting setting, uint value, Http2Violation expected) =>
        Assert.Equal(expected, new Http2Settings().Apply(Payload((setting, value))));

    [Fact]
    public void Settings_OfOneFrame_AreTakenInOrder()
    {
        var settings = new Http2Settings();
        var violation = settings.Apply(Payload(
            (Http2Setting.HeaderTableSize, 0), (Http2Setting.MaxConcurrentStreams, 7), (Http2Setting.InitialWindowSize, 1), (Http2Setting.InitialWindowSize, 2),
            (Http2Setting.MaxFrameSize, 20_000), (Http2Setting.MaxHeaderListSize, 99), (Http2Setting.EnableConnectProtocol, 1)));
        Assert.Equal(Http2Violation.None, violation);
        Assert.Equal((0u, 7u, 2, 20_000, 99u, true), (settings.HeaderTableSize, settings.MaxConcurrentStreams, settings.InitialWindowSize, settings.MaxFrameSize, settings.MaxHeaderListSize, settings.EnableConnectProtocol));
        Assert.Equal(Http2Violation.BadConnectProtocol, settings.Apply(Payload((Http2Setting.EnableConnectProtocol, 0))));
    }

    [Fact]
    public void Violation_Each_HasACodeAndAText() => Assert.All(Enum.GetValues<Http2Violation>().Where(static v => v != Http2Violation.None), static violation =>
    {
        Assert.NotEqual(Http2ErrorCode.NoError, Http2Violations.Code(violation));
        Assert.NotEmpty(Http2Violations.Text(violation));
    });

    [Theory]
    [InlineData(100, 5, 0, Http2Violation.None)]
    [InlineData(101, 5, 0, Http2Violation.ContinuationFlood)]
    [InlineData(10, 5, 3, Http2Violation.None)]
    [InlineData(10, 5, 4, Http2Violation.ContinuationFlood)]
    public void FieldBlock_BytesAndFrames_AreBounded(int bytes, int fragment, int continuations, Http2Violation expected)
    {
        using var block = new FieldBlock(100, 3);
        var violation = block.Begin(1, endsStream: false, new byte[bytes]);
        for (var i = 0; i < continuations && violation == Http2Violation.None; i++)
            violation = block.Continue(new byte[fragment]);
        Assert.Equal(expected, violation);
    }

    private static byte[] Payload(params (Http2Setting Setting, uint Value)[] settings)
    {
        var payload = new byte[settings.Length * 6];
        var rest = payload.AsSpan();
        foreach (var (setting, value) in settings)
            rest = FrameWriter.WriteSetting(rest, setting, value);
        return payload;
    }
}
