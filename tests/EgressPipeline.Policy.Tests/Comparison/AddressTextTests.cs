using CsCheck;
using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Tests.Support;

namespace EgressPipeline.Policy.Tests.Comparison;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.0.0.0/9 10.128.0.0/9", "10.0.0.0/8")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("fd00::/8 10.1.0.0/16", "10.1.0.0/16 fd00::/8")]
    [InlineData("::/0", "")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    public void Terms_Ranges_AreTheFewestNetworks(string ranges, string expected) =>
        Assert.Equal(expected, string.Join(' ', AddressText.Terms(ranges.Split(' ').Select(Range))));

    [Fact]
    public void Terms_MostAddresses_AreToldByWhatIsMissing()
    {
        var pieces = AddressPartition.Cut([Range("10.0.0.0/8")]);

        Assert.Equal("any except 10.0.0.0/8", Assert.Single(AddressText.Terms(pieces.Where(piece => !piece.Contains(Address("10.1.1.1"))))).ToString());
    }

    [Fact]
    public void Cut_RandomRanges_PutsAddressesOfTheSameRangesTogether() => Check.Sample(
        Gen.Select(Pick.From("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "0.0.0.0/0", "::/0", "fd00::/8", "fd00::1", "255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").Array[0, 5], Pick.From("10.1.2.3", "10.1.2.4", "10.200.0.1", "9.255.255.255", "11.0.0.0", "fd00::1", "fd00::2", "::1", "255.255.255.255", "fe80::1")),
        sample =>
        {
            var ranges = Array.ConvertAll(sample.Item1, Parse);
            var address = Address(sample.Item2);
            var piece = Assert.Single(AddressPartition.Cut(ranges.Select(AddressRange.Of)), piece => piece.Contains(address));
            var example = AddressPartition.Example(piece);
            Assert.True(piece.Contains(example));
            foreach (var range in ranges)
                Assert.Equal(range.Contains(address), range.Contains(example));
        }, iter: 5_000);

    private static AddressRange Range(string text) => AddressRange.Of(Parse(text));

    private static Cidr Parse(string text)
    {
        Assert.True(Cidr.TryParse(text, out var range));
        return range;
    }

    private static IpValue Address(string text)
    {
        Assert.True(IpValue.TryParse(text, out var address));
        return address;
    }
}
