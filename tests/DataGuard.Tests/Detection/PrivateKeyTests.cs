using System.Text;
using DataGuard.Tests.Support;

namespace DataGuard.Tests.Detection;

public sealed class PrivateKeyTests
{
    private static readonly string Data = new('M', 64);

    [Theory]
    [InlineData("PRIVATE KEY")]
    [InlineData("RSA PRIVATE KEY")]
    [InlineData("EC PRIVATE KEY")]
    [InlineData("ENCRYPTED PRIVATE KEY")]
    [InlineData("OPENSSH PRIVATE KEY")]
    [InlineData("PGP PRIVATE KEY BLOCK")]
    public void PrivateKey_OfAnyKind_IsFound(string label) =>
        Assert.Equal(["private-key"], Scans.Names($"-----BEGIN {label}-----\n{Data}\n{Data}\n-----END {label}-----\n"));

    [Fact]
    public void PrivateKey_Real_IsFoundAndMasked()
    {
        var masked = Scans.Masked($"key:\n{Samples.PrivateKey}\nend");
        var lines = Samples.PrivateKey.Split('\n');
        Assert.Equal($"key:\n{lines[0]}\n{string.Join('\n', lines[1..^1].Select(line => new string('*', line.Length)))}\n{lines[^1]}\nend", masked);
    }

    [Fact]
    public void PrivateKey_InJson_MaskedLeavesJson()
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new { key = Samples.PrivateKey + "\n", after = "public" });
        Assert.Equal(["private-key"], Scans.Names(json));
        var masked = System.Text.Json.JsonDocument.Parse(Scans.Masked(json)).RootElement;
        Assert.Equal("public", masked.GetProperty("after").GetString());
        Assert.DoesNotContain(Samples.PrivateKey.Split('\n')[1], masked.GetProperty("key").GetString()!.Replace("*", ""));
        Assert.Equal(Samples.PrivateKey.Split('\n').Length + 1, masked.GetProperty("key").GetString()!.Split('\n').Length);
    }

    [Fact]
    public void PrivateKey_InAForm_IsFound() =>
        Assert.Equal(["private-key"], Scans.Names("key=" + Uri.EscapeDataString($"-----BEGIN PRIVATE KEY-----\n{Data}\n-----END").Replace("%20", "+")));

    [Fact]
    public void PrivateKey_WithHeaders_IsFound() =>
        Assert.Equal(["private-key"], Scans.Names($"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789\n\n{Data}\n-----END RSA PRIVATE KEY-----"));

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\n{0}")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n{0}")]
    [InlineData("----BEGIN PRIVATE KEY-----\n{0}")]
    [InlineData("-----BEGIN PRIVATE KEY----\n{0}")]
    [InlineData("look for -----BEGIN PRIVATE KEY----- in the file; {0}")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n{0}")]
    public void PrivateKey_WhatIsNone_IsNotFound(string text) => Assert.Empty(Scans.Names(string.Format(text, Data)));

    [Fact]
    public void PrivateKey_WithoutEnd_StopsAtWhatCannotBelongToIt() =>
        Assert.Equal($"-----BEGIN PRIVATE KEY-----\n{new string('*', 64)}\"; the rest", Scans.Masked($"-----BEGIN PRIVATE KEY-----\n{Data}\"; the rest"));

    [Fact]
    public void PrivateKey_VeryLong_IsOneFinding()
    {
        var text = $"-----BEGIN PRIVATE KEY-----\n{string.Concat(Enumerable.Repeat(Data + "\n", 5000))}-----END PRIVATE KEY-----\n";
        var scan = Scans.Run(Scans.Plan(DetectorMode.Mask), Encoding.ASCII.GetBytes(text));
        Assert.Single(scan.Findings);
        Assert.DoesNotContain("MM", Encoding.ASCII.GetString(scan.Output));
        Assert.Equal(text.Length, scan.Output.Length);
    }
}
