using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Vectors;

/// <summary>The ClientHellos of sniproxy's own tests. There "invalid" also means: no name localhost was found.</summary>
public sealed class SniProxyTests
{
    // Byte for byte the same as good_data_2, with the opposite verdict: one of the two must be wrong. Its extensions run
    // two bytes beyond the length in its handshake header, and we take the name.
    private const string Contradictory = "bad_data_4";

    [Fact]
    public void Cases_AllOfThem_GiveTheNameOrNone()
    {
        foreach (var one in VectorFile.Load("tls-sniproxy").GetProperty("cases").EnumerateArray())
        {
            var name = one.GetProperty("name").GetString();
            var bytes = VectorFile.Input(one);
            var status = ClientHelloReader.TryRead(Segments.Whole(bytes), out var hello);
            var found = status == ClientHelloStatus.Done && hello.Sni == "localhost";
            if (name != Contradictory)
                Assert.True(found == one.GetProperty("valid").GetBoolean(), $"{name}: {status} '{hello.Sni}'");
            for (var length = 0; length < bytes.Length; length++)
                Assert.True(ClientHelloReader.TryRead(Segments.Whole(bytes[..length]), out _) != ClientHelloStatus.Done, $"{name} at {length}");
        }
    }
}
