using System.Diagnostics;
using EgressPipeline.Dns.Messages;
using EgressPipeline.TestSupport;

namespace EgressPipeline.Tests.Dns.Messages;

/// <summary>The codec on mutated messages; <c>tests/fuzz</c> drives the same invariants by coverage.</summary>
public sealed class MessageMutationTests
{
    private const int FixedSeed = 5;
    private const int FixedCount = 100_000;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private static readonly byte[][] Seeds =
    [
        Wire.Query("a.test", DnsType.A),
        Wire.Query("www.long-name.example.com", DnsType.Https, 1232),
        Wire.Reply("a.test", DnsType.A, 0, [Wire.Record([0xC0, 12], DnsType.Cname, 30, Wire.Name("b.test")), Wire.Record("b.test", DnsType.A, 60, [192, 0, 2, 1]), Wire.Record("b.test", DnsType.A, 60, [192, 0, 2, 2])]),
        Wire.Reply("a.test", DnsType.Aaaa, 0, [.. Enumerable.Range(1, 40).Select(i => Wire.Record([0xC0, 12], DnsType.Aaaa, i, [0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)i]))]),
        Wire.Reply("a.test", DnsType.A, 3, [], [Wire.Soa("test", 60, 60)]),
        Wire.Reply("a.test", DnsType.Mx, 0, [Wire.Record([0xC0, 12], DnsType.Mx, 77, [0, 10, .. Wire.Name("mail.test")])]),
        Wire.Reply("a.test", DnsType.Txt, 0, [Wire.Record([0xC0, 12], DnsType.Txt, 77, [3, 1, 2, 3])]),
    ];

    [Fact]
    public void Codec_MutatedMessages_HoldsTheInvariants()
    {
        var random = new Random(FixedSeed);
        for (var number = 0; number < FixedCount; number++)
            Check(Mutate(random), FixedSeed, number);
    }

    [Fact]
    public void Codec_MutatedMessagesAtLength_HoldsTheInvariants()
    {
        Assert.SkipUnless(LongRun.Fuzz, LongRun.NotAsked);
        var random = new Random(Environment.ProcessId);
        for (var (clock, number) = (Stopwatch.StartNew(), 0); clock.Elapsed < Long; number++)
            Check(Mutate(random), Environment.ProcessId, number);
    }

    [Fact]
    public void Codec_Seeds_HoldTheInvariants() => Assert.All(Seeds, MessageInvariants.Check);

    private static void Check(byte[] message, int seed, int number)
    {
        try
        {
            MessageInvariants.Check(message);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {seed}, number {number}: {failure.Message}, message {Convert.ToHexString(message)}", failure);
        }
    }

    private static byte[] Mutate(Random random)
    {
        var message = Seeds[random.Next(Seeds.Length)].ToList();
        for (var changes = random.Next(1, 6); changes > 0 && message.Count > 0; changes--)
        {
            var at = random.Next(message.Count);
            switch (random.Next(6))
            {
                case 0: message[at] = (byte)random.Next(256); break;
                case 1: message[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: message.RemoveRange(at, random.Next(1, message.Count - at + 1)); break;
                case 3: message.InsertRange(at, message.GetRange(at, random.Next(1, message.Count - at + 1))); break; // a record twice
                case 4: message.InsertRange(at, Seeds[random.Next(Seeds.Length)]); break;
                default: message[at] = 0xC0; break; // a pointer
            }
        }
        return [.. message];
    }
}
