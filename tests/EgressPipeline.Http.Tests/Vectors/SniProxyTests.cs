using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Vectors;

/// <summary>The ClientHellos of sniproxy's own tests. There "invalid" also means: no name localhost was found.</summary>
public sealed class SniProxyTests
{
    [Fact]
    public void Cases_AllOfThem_GiveTheNameOrNone()
    {
        foreach (var one in VectorFile.Load("tls-sniproxy").GetProperty("cases").EnumerateArray())
        {
            var name = one.GetProperty("name").GetString();
            var bytes = VectorFile.Input(one);
            var status = ClientHelloReader.TryRead(Segments.Whole(bytes), out var hello);
            var found = status == ClientHelloStatus.Done && hello.Sni == "localhost";
            Assert.True(found == one.GetProperty("valid").GetBoolean(), $"{name}: {status} '{hello.Sni}'");
            for (var length = 0; length < bytes.Length; length++)
                Assert.True(ClientHelloReader.TryRead(Segments.Whole(bytes[..length]), out _) != ClientHelloStatus.Done, $"{name} at {length}");
        }
    }
}
