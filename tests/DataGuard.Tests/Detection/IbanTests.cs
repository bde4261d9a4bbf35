using DataGuard.Tests.Support;

namespace DataGuard.Tests.Detection;

public sealed class IbanTests
{
    /// <summary>The examples of the ISO 13616 registry.</summary>
    [Theory]
    [InlineData("AD1200012030200359100100")]
    [InlineData("AE070331234567890123456")]
    [InlineData("AT611904300234573201")]
    [InlineData("BE68539007547034")]
    [InlineData("BR1800360305000010009795493C1")]
    [InlineData("CH9300762011623852957")]
    [InlineData("DE89370400440532013000")]
    [InlineData("DK5000400440116243")]
    [InlineData("ES9121000418450200051332")]
    [InlineData("FI2112345600000785")]
    [InlineData("FR1420041010050500013M02606")]
    [InlineData("GB29NWBK60161331926819")]
    [InlineData("GR1601101250000000012300695")]
    [InlineData("IE29AIBK93115212345678")]
    [InlineData("IT60X0542811101000000123456")]
    [InlineData("LC55HEMM000100010012001200023015")]
    [InlineData("MT84MALT011000012345MTLCAST001S")]
    [InlineData("NL91ABNA0417164300")]
    [InlineData("NO9386011117947")]
    [InlineData("PL61109010140000071219812874")]
    [InlineData("PT50000201231234567890154")]
    [InlineData("SE4550000000058398257466")]
    [InlineData("SC18SSCB11010000000000001497USD")]
    [InlineData("TR330006100519786457841326")]
    [InlineData("XK051212012345678906")]
    public void Iban_OfARegisteredCountry_IsFound(string number)
    {
        Assert.Equal(["iban"], Scans.Names($"to {number}, please"));
        var groups = string.Join(' ', number.Chunk(4).Select(group => new string(group)));
        Assert.Equal(["iban"], Scans.Names($"to {groups}, please"));
        Assert.Equal(["iban"], Scans.Names($"iban={groups.Replace(" ", "%20")}&x=1"));
        Assert.Equal(["iban"], Scans.Names($"iban={groups.Replace(' ', '+')}&x=1"));
    }

    [Theory]
    [InlineData("DE88370400440532013000")] // check digits
    [InlineData("DE8937040044053201300")] // too short
    [InlineData("DE893704004405320130000")] // too long
    [InlineData("XX89370400440532013000")] // no such country
    [InlineData("US89370400440532013000")] // a country without
    [InlineData("xDE89370400440532013000")] // part of a word
    [InlineData("DE89370400440532013000b")]
    [InlineData("DE89 370400440532013000")] // neither in one piece nor in groups of four
    [InlineData("DE89 3704 0044-0532 0130 00")]
    [InlineData("de89370400440532013000")]
    public void Iban_WhatLooksLikeOne_IsNotFound(string text) => Assert.Empty(Scans.Names($"to {text}, please"));

    [Fact]
    public void Iban_Masked_KeepsItsShape() => Assert.Equal("to **** **** **** **** **** **, please", Scans.Masked("to DE89 3704 0044 0532 0130 00, please"));
}
