using System.IO.Compression;
using System.Text;
using CsCheck;
using DataGuard.Codings;
using DataGuard.Tests.Support;

namespace DataGuard.Tests.Codings;

public sealed class DecoderTests
{
    // Not empty: the framework's compressors write nothing at all for nothing.
    private static readonly Gen<byte[]> Plain = Gen.Frequency(
        (2, Gen.Byte.Array[1, 3000]),
        (3, Gen.Select(Gen.Char["abcdefgh \n0123456789"].Array[1, 40], Gen.Int[1, 400]).Select(static (word, times) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string(word), times))))),
        (1, Gen.Select(Gen.Byte, Gen.Int[1, 200_000]).Select(static (value, length) => { var all = new byte[length]; Array.Fill(all, value); return all; })),
        (1, Gen.Int[0, 2_000_000].Select(static seed => Words(seed, 150_000))));

    private static readonly Gen<CompressionLevel> Level =
        Gen.Enum<CompressionLevel>();

    public static TheoryData<string> Codings => ["gzip", "zlib", "bare", "br"];

    [Theory, MemberData(nameof(Codings))]
    public void Decoder_WhatTheFrameworkCoded_GivesItBack(string coding) =>
        Gen.Select(Plain, Level, Gen.Int[0, 1_000_000].Array[0, 8]).Sample(
            (plain, level, places) =>
            {
                var coded = Code(coding, plain, level);
                var (decoded, valid) = Coded.Decode(DecoderOf(coding), coded, Cuts(places, coded.Length));
                Assert.True(valid);
                Assert.Equal(plain, decoded);
            },
            iter: 150);

    [Theory, MemberData(nameof(Codings))]
    public void Decoder_ByteByByte_GivesTheSame(string coding)
    {
        var plain = Words(7, 40_000);
        var coded = Code(coding, plain, CompressionLevel.Optimal);
        var (decoded, valid) = Coded.Decode(DecoderOf(coding), coded, [.. Enumerable.Range(1, coded.Length - 1)]);
        Assert.True(valid);
        Assert.Equal(plain, decoded);
    }

    [Theory, MemberData(nameof(Codings))]
    public void Decoder_CutAtEveryByte_IsNeverWhole(string coding)
    {
        var coded = Code(coding, Words(3, 2000), CompressionLevel.Optimal);
        for (var length = 0; length < coded.Length; length++)
            Assert.False(Coded.Decode(DecoderOf(coding), coded[..length]).Valid, $"{length} of {coded.Length}");
    }

    [Theory, MemberData(nameof(Codings))]
    public void Decoder_AnythingAfterTheEnd_IsInvalid(string coding)
    {
        var coded = Code(coding, "hello"u8.ToArray(), CompressionLevel.Optimal);
        Assert.False(Coded.Decode(DecoderOf(coding), [.. coded, .. "4111111111111111"u8]).Valid);
        Assert.False(Coded.Decode(DecoderOf(coding), [.. coded, 0], coded.Length).Valid);
        Assert.False(Coded.Decode(DecoderOf(coding), [.. coded, 0]).Valid);
    }

    [Theory, InlineData("gzip"), InlineData("zlib")]
    public void Decoder_OneBitWrong_IsInvalidOrTheSame(string coding)
    {
        var plain = Words(5, 300);
        var coded = Code(coding, plain, CompressionLevel.Optimal);
        for (var bit = 0; bit < coded.Length * 8; bit++)
        {
            var damaged = coded.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            var (decoded, valid) = Coded.Decode(DecoderOf(coding), damaged);
            if (valid)
                Assert.Equal(plain, decoded); // a byte of the header that says nothing about the data
        }
    }

    [Theory, MemberData(nameof(Codings))]
    public void Decoder_AnyBytes_NeverThrowsNorRunsOn(string coding) =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[0, 400].Array[0, 4]).Sample(
            (bytes, places) =>
            {
                byte[] coded = coding == "gzip" ? [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, .. bytes] : bytes;
                var whole = Coded.Decode(DecoderOf(coding), coded);
                var pieces = Coded.Decode(DecoderOf(coding), coded, Cuts(places, coded.Length));
                Assert.Equal(whole.Valid, pieces.Valid);
                if (whole.Valid)
                    Assert.Equal(whole.Plain, pieces.Plain);
            },
            iter: 3000);

    /// <summary>Whatever ours takes as deflate, the framework must take for the same.</summary>
    [Fact]
    public void Inflater_DamagedData_AgreesWithTheFramework() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 100_000], Gen.Byte).Sample(
            static (seed, place, value) =>
            {
                var coded = Coded.Bare(Words(seed, 1500));
                coded[place % coded.Length] = value;
                var (decoded, valid) = Coded.Decode(new ZlibDecoder(), coded);
                if (valid)
                    Assert.Equal(Framework(coded), decoded);
            },
            iter: 2000);

    [Fact]
    public void Gzip_SeveralMembersAndHeaderFields_AreOneBody()
    {
        byte[] header = [0x1F, 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 4, 0, 1, 2, 3, 4, .. "name\0"u8, .. "comment\0"u8, 9, 9];
        byte[] first = [.. header, .. Coded.Gzip("hello "u8)[10..]];
        byte[] body = [.. first, .. Coded.Gzip("world"u8), .. Coded.Gzip([])];
        for (var cut = 0; cut < body.Length; cut++)
        {
            var (decoded, valid) = Coded.Decode(new GzipDecoder(), body, cut);
            Assert.True(valid);
            Assert.Equal("hello world"u8.ToArray(), decoded);
        }
    }

    [Fact]
    public void Decoder_Reused_RemembersNothing()
    {
        var gzip = new GzipDecoder();
        var first = Coded.Gzip(Words(1, 100_000));
        Assert.False(Coded.Decode(gzip, first[..5000]).Valid);
        Assert.Equal((byte[])[.. "second"u8], Coded.Decode(gzip, Coded.Gzip("second"u8)).Plain);
    }

    private static byte[] Framework(byte[] bare)
    {
        var plain = new MemoryStream();
        new DeflateStream(new MemoryStream(bare), CompressionMode.Decompress).CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[] Words(int seed, int length)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(random.Next(3) == 0 ? "the quick brown fox " : random.Next(100_000).ToString()).Append((char)random.Next(32, 127));
        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private static int[] Cuts(int[] places, int length) => [.. places.Select(place => place % (length + 1)).Order()];

    private static byte[] Code(string coding, byte[] plain, CompressionLevel level) => coding switch
    {
        "gzip" => Coded.Gzip(plain, level),
        "zlib" => Coded.Zlib(plain, level),
        "bare" => Coded.Bare(plain, level),
        _ => Coded.Brotli(plain, level),
    };

    private static BodyDecoder DecoderOf(string coding) => coding switch
    {
        "gzip" => new GzipDecoder(),
        "br" => new BrotliBodyDecoder(),
        _ => new ZlibDecoder(),
    };
}
