using System.Diagnostics;
using EgressPipeline.Http.Http2;
using EgressPipeline.TestKit;

namespace EgressPipeline.Http.Tests.Http2;

/// <summary>Damaged blocks, one after the other through one decoder, must never throw nor hand out more than the limits allow.</summary>
public sealed class HpackMutationTests
{
    private const int FixedSeed = 7;
    private const int FixedCount = 50_000;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly HpackLimits Limits = new() { MaxTableBytes = 256, MaxListBytes = 2000, MaxFields = 20 };

    private static readonly byte[][] Seeds = [.. new[]
    {
        "828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf", "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf",
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007",
        "3f61828684be", "2082", "7f0a637573746f6d2d6b6579",
    }.Select(Convert.FromHexString)];

    [Fact]
    public void Decoder_MutatedBlocks_HoldsTheInvariants()
    {
        var random = new Random(FixedSeed);
        using var decoder = new HpackDecoder(Limits);
        var results = new HashSet<HpackError>();
        for (var number = 0; number < FixedCount; number++)
            results.Add(Check(decoder, Mutate(random), $"seed {FixedSeed}, number {number}"));
        Assert.True(results.Count >= 7, $"only {string.Join(' ', results)} came up");
    }

    [Fact]
    public void Decoder_MutatedBlocksAtLength_HoldsTheInvariants()
    {
        Assert.SkipUnless(LongRun.Fuzz, LongRun.NotAsked);
        var random = new Random(Environment.ProcessId);
        using var decoder = new HpackDecoder(Limits);
        for (var (clock, number) = (Stopwatch.StartNew(), 0); clock.Elapsed < Long; number++)
            Check(decoder, Mutate(random), $"seed {Environment.ProcessId}, number {number}");
    }

    private static HpackError Check(HpackDecoder decoder, byte[] block, string which)
    {
        try
        {
            var sink = new Totals();
            var error = decoder.Decode(block, ref sink);
            Assert.InRange(sink.Fields, 0, Limits.MaxFields);
            Assert.InRange(sink.Bytes, 0, Limits.MaxListBytes);
            Assert.InRange(decoder.TableSize, 0, Limits.MaxTableBytes);
            return error;
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{which}: {failure.Message}, block {Convert.ToHexString(block)}", failure);
        }
    }

    private static byte[] Mutate(Random random)
    {
        var block = Seeds[random.Next(Seeds.Length)].ToList();
        for (var changes = random.Next(0, 5); changes > 0 && block.Count > 0; changes--)
        {
            var at = random.Next(block.Count);
            switch (random.Next(5))
            {
                case 0: block[at] = (byte)random.Next(256); break;
                case 1: block[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: block.RemoveRange(at, random.Next(1, block.Count - at + 1)); break;
                case 3: block.InsertRange(at, Seeds[random.Next(Seeds.Length)]); break;
                default: block.InsertRange(at, block.GetRange(at, random.Next(1, block.Count - at + 1))); break;
            }
        }
        return [.. block];
    }

    private struct Totals : IHpackSink
    {
        public int Fields { get; private set; }

        public int Bytes { get; private set; }

        public void Take(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
        {
            Fields++;
            Bytes += name.Length + value.Length + 32;
        }
    }
}
