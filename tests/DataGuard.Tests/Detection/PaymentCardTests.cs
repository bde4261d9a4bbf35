using DataGuard.Detection;
using DataGuard.Tests.Support;

namespace DataGuard.Tests.Detection;

public sealed class PaymentCardTests
{
    /// <summary>Test numbers that the schemes and payment providers publish.</summary>
    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("4012888888881881")]
    [InlineData("4222222222222")]
    [InlineData("5555555555554444")]
    [InlineData("2223003122003222")]
    [InlineData("2720990000000007")]
    [InlineData("378282246310005")]
    [InlineData("371449635398431")]
    [InlineData("30569309025904")]
    [InlineData("38520000023237")]
    [InlineData("36227206271667")]
    [InlineData("6011111111111117")]
    [InlineData("6011000990139424")]
    [InlineData("3530111333300000")]
    [InlineData("3566002020360505")]
    [InlineData("6200000000000005")]
    [InlineData("6759649826438453")]
    [InlineData("6304000000000000")]
    [InlineData("2200000000000004")]
    public void Card_NumberOfAnIssuer_IsFound(string number) => Assert.Equal(["payment-card"], Scans.Names($"pay with {number}."));

    [Theory]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("4111-1111-1111-1111")]
    [InlineData("4111+1111+1111+1111")]
    [InlineData("4111%201111%201111%201111")]
    [InlineData("3782 822463 10005")]
    [InlineData("3056 930902 5904")]
    [InlineData("4222 222 222 222")]
    public void Card_AsPrinted_IsFound(string number) => Assert.Equal(["payment-card"], Scans.Names($"pay with {number}."));

    [Theory]
    [InlineData("{0}")]
    [InlineData("\"{0}\"")]
    [InlineData("card={0}&x=1")]
    [InlineData("card=%20{0}%20")]
    [InlineData("a%3D{0}")]
    [InlineData("a%A0{0}")]
    [InlineData("{{\"text\":\"my card:\\n{0}\\nthanks\"}}")]
    [InlineData("{{\"text\":\"\\u0020{0}\\u0020\"}}")]
    [InlineData("{{\"text\":\"\\u00a0{0}\"}}")]
    [InlineData("<pan>{0}</pan>")]
    [InlineData("{0} 12/27 123")]
    [InlineData("12/27,{0},123")]
    [InlineData("pan_{0}")]
    [InlineData("Please charge {0}.")]
    [InlineData("Please charge {0}. Thanks")]
    public void Card_InItsSurroundings_IsFound(string around) => Assert.Equal(["payment-card"], Scans.Names(string.Format(around, Samples.Card)));

    [Theory]
    [InlineData("4111111111111112")] // check digit
    [InlineData("1111111111111117")] // no issuer
    [InlineData("411111111111116")] // length that Visa does not give out
    [InlineData("54111111111111115")] // likewise
    [InlineData("41111111111111111111")] // too long
    [InlineData("0.4111111111111111")] // a fraction
    [InlineData("4111111111111111.25")] // an amount
    [InlineData("x4111111111111111")] // part of a word
    [InlineData("4111111111111111f")] // part of a hash
    [InlineData("4111 1111-1111 1111")] // two kinds of separators
    [InlineData("4111  1111 1111 1111")]
    [InlineData("41 11 11 11 11 11 11 11")] // no print has groups of two
    [InlineData("411111 1111 111111")]
    [InlineData("1717243200000000000")] // a time in nanoseconds
    [InlineData("12345678-1234-4234-8234-123456789012")] // an UUID
    [InlineData("9794987a-6011-1111-1111-117000000000")]
    public void Card_WhatLooksLikeOne_IsNotFound(string text) => Assert.Empty(Scans.Names($"see {text} there"));

    [Fact]
    public void Card_SeveralInARow_AreAllFound() =>
        Assert.Equal(["payment-card", "payment-card", "payment-card"], Scans.Names("4111111111111111,5555555555554444\n378282246310005"));

    [Fact]
    public void Card_GroupsOfAnAccountNumber_AreNone()
    {
        // The groups 4111 1111 1111 1111 are a valid card number of their own.
        const string Iban = "DK12 4111 1111 1111 1111";
        Assert.Equal(["payment-card"], Scans.Names(Iban));
        var valid = Enumerable.Range(2, 97).Select(check => $"HU{check:00} 4111 1111 1111 1111 0000 0000").First(text => Scans.Names(text).Contains("iban"));
        Assert.Equal(["iban"], Scans.Names(valid));
    }

    [Fact]
    public void Card_RandomNumbers_AreRarelyFound()
    {
        var random = new Random(4);
        var text = string.Join(' ', Enumerable.Range(0, 20_000).Select(_ => random.NextInt64(1_000_000_000_000_000, 9_999_999_999_999_999)));
        var found = Scans.Run(Scans.Plan(DetectorMode.Report), System.Text.Encoding.ASCII.GetBytes(text)).Counts.Sum();
        // One number in ten has a right check digit, and well under half of the prefixes are given out.
        Assert.InRange(found, 1, 20_000 * 5 / 100);
    }

    [Theory]
    [InlineData(0, "****-****-****-****")]
    [InlineData(4, "****-****-****-1111")]
    public void Card_Masked_KeepsItsShape(int kept, string expected)
    {
        var plan = new DataGuard.Scanning.ScanPlan([Scans.Detector(new PaymentCardRecognizer(), DetectorMode.Mask, kept)], (byte)'*');
        Assert.Equal($"a {expected} b", Scans.Masked(plan, "a 4111-1111-1111-1111 b"));
    }

    [Fact]
    public void Card_MaskedInAForm_LeavesTheEscapes() =>
        Assert.Equal("c=****%20****%20****%20****&d=1", Scans.Masked("c=4111%201111%201111%201111&d=1"));
}
