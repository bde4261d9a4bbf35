using EgressPipeline.Http.Http2;

namespace EgressPipeline.Http.Tests.Http2;

/// <summary>The examples of RFC 7541 Appendix C.</summary>
public sealed class HpackExamplesTests
{
    private const string Request1 = ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com";
    private const string Request2 = Request1 + "\ncache-control: no-cache";
    private const string Request3 = ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\ncustom-key: custom-value";

    private const string Response1 = ":status: 302\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\nlocation: https://www.example.com";
    private const string Response2 = ":status: 307\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\nlocation: https://www.example.com";
    private const string Response3 = ":status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\nlocation: https://www.example.com\n"
        + "content-encoding: gzip\nset-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";

    public static TheoryData<string, int, string[], string[], int[]> Sequences => new()
    {
        { "C.2.1", 4096, ["400a637573746f6d2d6b65790d637573746f6d2d686561646572"], ["custom-key: custom-header"], [55] },
        { "C.2.2", 4096, ["040c2f73616d706c652f70617468"], [":path: /sample/path"], [0] },
        { "C.2.3", 4096, ["100870617373776f726406736563726574"], ["password: secret"], [0] },
        { "C.2.4", 4096, ["82"], [":method: GET"], [0] },
        {
            "C.3", 4096,
            ["828684410f7777772e6578616d706c652e636f6d", "828684be58086e6f2d6361636865", "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565"],
            [Request1, Request2, Request3], [57, 110, 164]
        },
        {
            "C.4", 4096,
            ["828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf", "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"],
            [Request1, Request2, Request3], [57, 110, 164]
        },
        {
            "C.5", 256,
            [
                "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
                "4803333037c1c0bf",
                "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31",
            ],
            [Response1, Response2, Response3], [222, 222, 215]
        },
        {
            "C.6", 256,
            [
                "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
                "4883640effc1c0bf",
                "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007",
            ],
            [Response1, Response2, Response3], [222, 222, 215]
        },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Decoder_ExampleSequence_GivesItsFieldsAndItsTable(string example, int tableBytes, string[] blocks, string[] fields, int[] sizes)
    {
        using var decoder = new HpackDecoder(new HpackLimits { MaxTableBytes = tableBytes });
        for (var i = 0; i < blocks.Length; i++)
        {
            var (error, decoded) = FieldList.Decode(decoder, Convert.FromHexString(blocks[i]));
            Assert.Equal((example, HpackError.None, fields[i], sizes[i]), (example, error, decoded, decoder.TableSize));
        }
    }

    [Fact]
    public void Encoder_RequestsOfTheExamples_GiveTheirBytes()
    {
        // C.4 does what the encoder does: what repeats is indexed, and texts are compressed where that is shorter.
        using var encoder = new HpackEncoder();
        (string, string)[] first = [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "www.example.com")];
        (string, string)[] third = [(":method", "GET"), (":scheme", "https"), (":path", "/index.html"), (":authority", "www.example.com"), ("custom-key", "custom-value")];

        Assert.Equal("828684418cf1e3c2e5f23a6ba0ab90f4ff", Hex(encoder, first));
        Assert.Equal("828684be5886a8eb10649cbf", Hex(encoder, [.. first, ("cache-control", "no-cache")]));
        Assert.Equal("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf", Hex(encoder, third));
    }

    private static string Hex(HpackEncoder encoder, (string, string)[] fields) => Convert.ToHexStringLower(FieldList.Encode(encoder, fields));
}
