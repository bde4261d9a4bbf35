using System.Diagnostics;
using EgressPipeline.Http.Tests.Support;
using EgressPipeline.TestKit;

namespace EgressPipeline.Http.Tests;

/// <summary>Mutates real messages for minutes and demands what must hold for any bytes. Runs only when asked for.</summary>
public sealed class LongFuzzTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(2);

    private static readonly byte[][] Fragments =
    [
        .. new[] { "\r\n", "\r", "\n", " ", "\t", ":", ";", ",", "\0", "chunked", "Transfer-Encoding: ", "Content-Length: ", "Host: ", "0\r\n\r\n", "HTTP/1.0" }
            .Select(Segments.Bytes),
    ];

    private delegate void Check(byte[] bytes);

    [Fact]
    public void RequestHead_MutatedMessages_HoldTheInvariants() =>
        Fuzz(Samples.Request, static bytes => HeadReading.Request(bytes));

    [Fact]
    public void ResponseHead_MutatedMessages_HoldTheInvariants() =>
        Fuzz(Samples.Response, static bytes => HeadReading.Response(bytes));

    [Fact]
    public void ChunkedBody_MutatedBodies_HoldTheInvariants() =>
        Fuzz(
            Segments.Bytes("5;a=b\r\nhello\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX-Check: 1\r\nVia: a\r\n\r\n"),
            static bytes => BodyReading.Chunked(bytes));

    [Fact]
    public void ClientHello_MutatedHellos_HoldTheInvariants() =>
        Fuzz(new HelloBuilder().Sni("api.example.com").Alpn("h2", "http/1.1").Records(70), static bytes =>
        {
            var whole = ClientHelloReader.TryRead(Segments.Whole(bytes), out _);
            Assert.Equal(whole, ClientHelloReader.TryRead(Segments.OneByteEach(bytes), out _));
        });

    private static void Fuzz(byte[] sample, Check check)
    {
        Assert.SkipUnless(LongRun.Fuzz, LongRun.NotAsked);
        var seed = Environment.ProcessId;
        var random = new Random(seed);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Duration;)
        {
            var bytes = Mutate(sample, random);
            try
            {
                check(bytes);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}, input {Convert.ToBase64String(bytes)}", failure);
            }
        }
    }

    private static byte[] Mutate(byte[] sample, Random random)
    {
        var bytes = sample.ToList();
        for (var count = random.Next(1, 6); count > 0 && bytes.Count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return [.. bytes];
    }
}
