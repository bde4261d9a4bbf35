using System.IO.Compression;
using DataGuard.Codings;

namespace DataGuard.Tests.Support;

/// <summary>Codes bodies with the framework, and decodes them with ours in the cuts that a test wants.</summary>
internal static class Coded
{
    public static byte[] Gzip(ReadOnlySpan<byte> plain, CompressionLevel level = CompressionLevel.Optimal) =>
        Through(plain, target => new GZipStream(target, level, leaveOpen: true));

    public static byte[] Zlib(ReadOnlySpan<byte> plain, CompressionLevel level = CompressionLevel.Optimal) =>
        Through(plain, target => new ZLibStream(target, level, leaveOpen: true));

    public static byte[] Bare(ReadOnlySpan<byte> plain, CompressionLevel level = CompressionLevel.Optimal) =>
        Through(plain, target => new DeflateStream(target, level, leaveOpen: true));

    public static byte[] Brotli(ReadOnlySpan<byte> plain, CompressionLevel level = CompressionLevel.Optimal) =>
        Through(plain, target => new BrotliStream(target, level, leaveOpen: true));

    /// <summary>Decodes to the end.</summary>
    /// <returns>What came out, and whether it is a whole and valid body.</returns>
    public static (byte[] Plain, bool Valid) Decode(BodyDecoder decoder, byte[] coded, params ReadOnlySpan<int> cuts)
    {
        var plain = new MemoryStream();
        decoder.Begin();
        var from = 0;
        foreach (var to in (ReadOnlySpan<int>)[.. cuts, coded.Length])
        {
            if (!Feed(decoder, coded.AsSpan(from..to), plain))
                return (plain.ToArray(), false);
            from = to;
        }
        var valid = decoder.MayEnd;
        decoder.End();
        return (plain.ToArray(), valid);
    }

    private static bool Feed(BodyDecoder decoder, ReadOnlySpan<byte> piece, MemoryStream plain)
    {
        while (true)
        {
            var status = decoder.Decode(ref piece, out var decoded);
            plain.Write(decoded);
            if (status == DecodeStatus.Invalid)
                return false;
            if (status == DecodeStatus.NeedMore)
            {
                Assert.True(piece.IsEmpty);
                return true;
            }
        }
    }

    private static byte[] Through(ReadOnlySpan<byte> plain, Func<Stream, Stream> coder)
    {
        var target = new MemoryStream();
        using (var stream = coder(target))
            stream.Write(plain);
        return target.ToArray();
    }
}
