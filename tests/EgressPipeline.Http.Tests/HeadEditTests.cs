using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class HeadEditTests
{
    private const string Text = "GET / HTTP/1.1\r\nHost: h\r\nVia: a\r\nX-One: 1\r\nvia: b\r\nX-Two: 2\r\nx-one: 3\r\n\r\n";

    [Fact]
    public void WriteTo_Untouched_IsTheSameText()
    {
        using var head = HeadReading.ParsedRequest(Text);
        Assert.Equal(Text, HeadReading.Written(head));
    }

    [Fact]
    public void Remove_Known_RemovesEveryLine()
    {
        using var head = HeadReading.ParsedRequest(Text);
        head.Remove(KnownHeader.Via);
        Assert.False(head.Contains(KnownHeader.Via));
        Assert.Equal("GET / HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nX-Two: 2\r\nx-one: 3\r\n\r\n", HeadReading.Written(head));
    }

    [Fact]
    public void Remove_ByName_RemovesEveryLine()
    {
        using var head = HeadReading.ParsedRequest(Text);
        head.Remove("x-one"u8);
        head.Remove("via"u8);
        head.Remove("absent"u8);
        Assert.Equal("GET / HTTP/1.1\r\nHost: h\r\nX-Two: 2\r\n\r\n", HeadReading.Written(head));
    }

    [Fact]
    public void Set_Present_ReplacesInPlaceAndDropsTheOthers()
    {
        using var head = HeadReading.ParsedRequest(Text);
        head.Set("x-one"u8, "new"u8);
        head.Set("via"u8, "c"u8);
        Assert.Equal("GET / HTTP/1.1\r\nHost: h\r\nvia: c\r\nx-one: new\r\nX-Two: 2\r\n\r\n", HeadReading.Written(head));
    }

    [Fact]
    public void Set_Absent_AddsAtTheEnd()
    {
        using var head = HeadReading.ParsedRequest(Text);
        head.Set(KnownHeader.XRequestId, "id"u8);
        Assert.True(head.TryGet("x-request-id"u8, out var value));
        Assert.Equal("id"u8, value);
        Assert.EndsWith("x-one: 3\r\nX-Request-Id: id\r\n\r\n", HeadReading.Written(head), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_Present_AddsOneMoreLine()
    {
        using var head = HeadReading.ParsedRequest(Text);
        head.Add("Via"u8, "c"u8);
        Assert.True(head.TryGet(KnownHeader.Via, out var via));
        Assert.Equal("a, b, c"u8, via);
    }

    [Fact]
    public void Set_ValueFromTheSameHead_IsCopiedRightEvenWhenTheBufferGrows()
    {
        var large = new string('v', 3000);
        using var head = HeadReading.ParsedRequest($"GET / HTTP/1.1\r\nHost: h\r\nA: {large}\r\nB: 1\r\nB: 2\r\n\r\n");
        for (var i = 0; i < 5; i++)
            head.Add("Copy"u8, head.Value(1));
        Assert.True(head.TryGet("b"u8, out var joined));
        head.Set("Joined"u8, joined);
        for (var i = 0; i < 5; i++)
            Assert.Equal(large, Segments.Text(head.Value(4 + i)));
        Assert.Equal("1, 2"u8, head.Value(9));
    }

    [Theory]
    [InlineData("X", "a\r\nY: b")]
    [InlineData("X", "a\nb")]
    [InlineData("X", "a\0b")]
    [InlineData("X Y", "a")]
    [InlineData("X:", "a")]
    [InlineData("", "a")]
    public void Add_ThatWouldBreakTheHead_Throws(string name, string value)
    {
        using var head = HeadReading.ParsedRequest(Text);
        Assert.Throws<ArgumentException>(() => head.Add(Segments.Bytes(name), Segments.Bytes(value)));
        Assert.Throws<ArgumentException>(() => head.Set(Segments.Bytes(name), Segments.Bytes(value)));
        Assert.Equal(Text, HeadReading.Written(head));
    }

    [Fact]
    public void Add_MoreHeadersThanParsed_GrowsTheTable()
    {
        using var head = HeadReading.ParsedRequest(Text);
        for (var i = 0; i < 100; i++)
            head.Add("n"u8, "v"u8);
        Assert.Equal(106, head.HeaderCount);
        Assert.Equal(Text[..^2] + string.Concat(Enumerable.Repeat("n: v\r\n", 100)) + "\r\n", HeadReading.Written(head));
    }

    [Fact]
    public void KnownHeader_EveryName_IsFoundInAnyCase()
    {
        foreach (var header in Enum.GetValues<KnownHeader>())
        {
            if (header == KnownHeader.Other)
                continue;
            var name = Segments.Text(KnownHeaders.Name(header));
            Assert.Equal(header, KnownHeaders.Find(Segments.Bytes(name.ToUpperInvariant())));
            Assert.Equal(header, KnownHeaders.Find(Segments.Bytes(name.ToLowerInvariant())));
            Assert.Equal(KnownHeader.Other, KnownHeaders.Find(Segments.Bytes(name + "x")));
            Assert.Equal(header.ToString().ToLowerInvariant(), name.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant());
        }
        Assert.True(Enum.GetValues<KnownHeader>().Length <= 64);
    }
}
