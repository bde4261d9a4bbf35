using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;
using EgressPipeline.Policy.Image;
using EgressPipeline.Policy.Tests.Decisions;
using EgressPipeline.Policy.Tests.Support;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Image;

/// <summary>An image that is not exactly what was written gives an error value, and no plan and no exception.</summary>
public sealed class PlanImageDamageTests
{
    private const int Flips = 10_000;

    private static readonly byte[] Whole = PlanImage.Write(FullPlan.Create());

    private static readonly TestCall[] Calls =
    [
        TestCall.Http("a.test") with { Path = "/a/x/b/y", Headers = [("x-a", "1"), ("x", "p")], Query = "q=1" },
        TestCall.Tls("sub.b.test", 443), TestCall.Tcp("10.1.2.3", 80), TestCall.Tcp("10.9.9.9", 81), TestCall.Connect("xc.test", 80),
    ];

    [Fact]
    public void TryRead_CutAtEveryByte_IsAnError()
    {
        for (var length = 0; length < Whole.Length; length++)
            AssertRefused(Whole.AsSpan(0, length).ToArray());
    }

    [Fact]
    public void TryRead_EveryByteChanged_IsAnError()
    {
        for (var at = 0; at < Whole.Length; at++)
            AssertRefused(Changed(at, 1 << (at % 8)));
    }

    [Fact]
    public void TryRead_LongerThanItSays_IsAnError() => AssertRefused([.. Whole, 0]);

    [Fact]
    public void TryRead_OtherVersion_SaysWhatToDo()
    {
        var image = Whole.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(PlanImageLayout.Version), PlanImage.Version + 1);
        Assert.False(PlanImage.TryRead(image, out _, out var error));
        Assert.Equal($"it has version {PlanImage.Version + 1} of the format and this program reads version {PlanImage.Version}; compile the policies again with the same release", error.Message);
        Assert.Throws<InvalidDataException>(() => HostImage.Find(image, "a.test"u8));
    }

    [Fact]
    public void TryRead_OtherFile_IsAnError() => AssertRefused([.. "#!/bin/sh\n"u8, .. new byte[100]]);

    // The checksum is no signature: who makes an image with a right one still gets no exception and no plan that breaks.
    [Fact]
    public void TryRead_ChangedAndSealedAgain_IsAnErrorOrAWholePlan() => CheckSealed(Flips);

    [Fact]
    public void TryRead_ChangedAndSealedAgainAtLength_IsAnErrorOrAWholePlan()
    {
        Assert.SkipUnless(LongRun.Fuzz, LongRun.NotAsked);
        CheckSealed(200 * Flips);
    }

    private static void CheckSealed(int times) => Check.Sample(
        Gen.Select(Gen.Int[PlanImageLayout.Index, Whole.Length - 1], Gen.Byte).Array[1, 4],
        changes =>
        {
            var image = Whole.ToArray();
            foreach (var (at, value) in changes)
                image[at] = value;
            Seal(image);
            if (!PlanImage.TryRead(image, out var plan, out var error))
            {
                Assert.InRange(error.Offset, 0, image.Length);
                return;
            }
            foreach (var call in Calls)
                Assert.NotEmpty(DecisionText.Of(plan, call));
        }, iter: times);

    private static byte[] Changed(int at, int bits)
    {
        var image = Whole.ToArray();
        image[at] ^= (byte)bits;
        return image;
    }

    private static void Seal(byte[] image) =>
        SHA256.HashData(image.AsSpan(PlanImageLayout.Checksum + PlanImageLayout.ChecksumSize)).CopyTo(image, PlanImageLayout.Checksum);

    private static void AssertRefused(byte[] image)
    {
        Assert.False(PlanImage.TryRead(image, out var plan, out var error));
        Assert.Null(plan);
        Assert.NotEmpty(error.Message);
    }
}
