using System.Net;
using EgressPipeline.Registry;

namespace EgressPipeline.Tests.Registry;

public sealed class AddressClassifierTests
{
    [Theory]
    [InlineData("1.1.1.1", "Global")]
    [InlineData("8.8.8.8", "Global")]
    [InlineData("172.15.255.255", "Global")]
    [InlineData("172.32.0.0", "Global")]
    [InlineData("100.63.255.255", "Global")]
    [InlineData("100.128.0.0", "Global")]
    [InlineData("198.17.255.255", "Global")]
    [InlineData("198.20.0.0", "Global")]
    [InlineData("223.255.255.255", "Global")]
    [InlineData("0.0.0.0", "Unspecified")]
    [InlineData("0.1.2.3", "Reserved")]
    [InlineData("10.0.0.1", "Private")]
    [InlineData("172.16.0.1", "Private")]
    [InlineData("172.31.255.255", "Private")]
    [InlineData("192.168.1.1", "Private")]
    [InlineData("100.64.0.1", "CarrierGrade")]
    [InlineData("100.127.255.255", "CarrierGrade")]
    [InlineData("127.0.0.1", "Loopback")]
    [InlineData("127.255.255.254", "Loopback")]
    [InlineData("169.254.1.1", "LinkLocal")]
    [InlineData("169.254.169.254", "Metadata")]
    [InlineData("169.254.170.2", "Metadata")]
    [InlineData("168.63.129.16", "Metadata")]
    [InlineData("100.100.100.200", "Metadata")]
    [InlineData("192.0.0.1", "Reserved")]
    [InlineData("192.0.2.1", "Documentation")]
    [InlineData("198.51.100.1", "Documentation")]
    [InlineData("203.0.113.1", "Documentation")]
    [InlineData("198.18.0.1", "Benchmark")]
    [InlineData("198.19.255.255", "Benchmark")]
    [InlineData("224.0.0.1", "Multicast")]
    [InlineData("240.240.0.1", "Reserved")]
    [InlineData("255.255.255.255", "Broadcast")]
    public void Classify_V4_IsOfItsNetwork(string address, string expected) => Check(address, expected);

    [Theory]
    [InlineData("2606:4700:4700::1111", "Global")]
    [InlineData("2a00:1450:4001::1", "Global")]
    [InlineData("::", "Unspecified")]
    [InlineData("::1", "Loopback")]
    [InlineData("fe80::1", "LinkLocal")]
    [InlineData("febf::1", "LinkLocal")]
    [InlineData("fec0::1", "UniqueLocal")]
    [InlineData("fc00::1", "UniqueLocal")]
    [InlineData("fdff::1", "UniqueLocal")]
    [InlineData("fd00:ec2::254", "Metadata")]
    [InlineData("ff02::1", "Multicast")]
    [InlineData("2001:db8::1", "Documentation")]
    [InlineData("3fff::1", "Documentation")]
    [InlineData("2001:2::1", "Benchmark")]
    [InlineData("2001:10::1", "Reserved")]
    [InlineData("100::1", "Reserved")]
    [InlineData("4000::1", "Reserved")]
    [InlineData("64:ff9b:1::1", "Reserved")]
    [InlineData("5f00::1", "Reserved")]
    public void Classify_V6_IsOfItsNetwork(string address, string expected) => Check(address, expected);

    [Theory]
    [InlineData("::ffff:127.0.0.1", "Loopback")]
    [InlineData("::ffff:169.254.169.254", "Metadata")]
    [InlineData("::ffff:8.8.8.8", "Global")]
    [InlineData("::127.0.0.1", "Loopback")]
    [InlineData("::ffff:0:10.0.0.1", "Private")]
    [InlineData("64:ff9b::10.0.0.1", "Private")]
    [InlineData("64:ff9b::169.254.169.254", "Metadata")]
    [InlineData("64:ff9b::8.8.8.8", "Global")]
    [InlineData("2002:7f00:1::", "Loopback")]
    [InlineData("2002:a9fe:a9fe::1", "Metadata")]
    [InlineData("2002:808:808::1", "Global")]
    [InlineData("2001:0:808:808:0:0:80ff:fffe", "Loopback")] // Teredo client 127.0.0.1, bits inverted
    [InlineData("2001:0:a00:1:0:0:f7f7:f7f7", "Private")] // Teredo server 10.0.0.1
    [InlineData("2a00::5efe:10.0.0.1", "Private")] // ISATAP
    public void Classify_V4InsideV6_IsOfTheInnerNetwork(string address, string expected) => Check(address, expected);

    private static void Check(string address, string expected) =>
        Assert.Equal(expected, AddressClassifier.Classify(IPAddress.Parse(address)).ToString());
}
