using System.Text;
using System.Text.Json;
using CsCheck;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.AccessLogs;

namespace EgressPipeline.Tests.Telemetry;

public sealed class AccessFormatTests
{
    [Fact]
    public void Json_FullRecord_IsThisLine()
    {
        const string expected = """{"start_time":"2026-11-23T16:04:03.007Z","method":"GET","path":"/v1/items?page=2&key=abc","protocol":"HTTP/1.1","authority":"api.example.com:8080","user_agent":"curl/8.5","x_forwarded_for":"10.0.0.5","request_id":"6f1c","requested_server_name":"api.example.com","response_code":503,"response_flags":"UF,URX","response_code_details":"upstream_reset_before_response_started","connection_termination_details":"closed by peer","upstream_transport_failure_reason":"TLS error: the certificate has expired","bytes_received":12,"bytes_sent":345,"duration":25,"upstream_service_time":"20","upstream_host":"203.0.113.7:443","upstream_cluster":"outbound|443||api.example.com","upstream_local_address":"10.0.0.5:40000","downstream_local_address":"[2001:db8::1]:15001","downstream_remote_address":"10.0.0.5:51234","route_name":"to-v1","decision":"allowed","rule":"AuthorizationPolicy/shop/allow-api#rules[0]","source":"policies/authz.yaml:12","audit":"AuthorizationPolicy/shop/audit#rules[1]","audit_source":"policies/audit.yaml","nearest_miss":"rules[1] would match if the method were POST","principal":"cluster.local/ns/shop/sa/web","original_destination":"[2001:db8::1]:15001","attempts":3,"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}""";
        Assert.Equal(expected + "\n", Json(Records.Full()));
    }

    [Fact]
    public void Json_RefusedRelay_HasIstiosFieldsAsNull()
    {
        const string expected = """{"start_time":"2026-11-23T16:04:03.007Z","method":null,"path":null,"protocol":null,"authority":null,"user_agent":null,"x_forwarded_for":null,"request_id":null,"requested_server_name":null,"response_code":0,"response_flags":"-","response_code_details":null,"connection_termination_details":null,"upstream_transport_failure_reason":null,"bytes_received":0,"bytes_sent":0,"duration":2000,"upstream_service_time":null,"upstream_host":null,"upstream_cluster":"BlackHoleCluster","upstream_local_address":null,"downstream_local_address":null,"downstream_remote_address":"10.0.0.5:51234","route_name":null,"decision":"unregistered","attempts":0}""";
        Assert.Equal(expected + "\n", Json(Records.Relay()));
    }

    [Fact]
    public void Text_FullRecord_IsEnvoysDefaultLine()
    {
        const string expected = """[2026-11-23T16:04:03.007Z] "GET /v1/items?page=2&key=abc HTTP/1.1" 503 UF,URX upstream_reset_before_response_started closed_by_peer "TLS error: the certificate has expired" 12 345 25 20 "10.0.0.5" "curl/8.5" "6f1c" "api.example.com:8080" "203.0.113.7:443" outbound|443||api.example.com 10.0.0.5:40000 [2001:db8::1]:15001 10.0.0.5:51234 api.example.com to-v1""";
        Assert.Equal(expected + "\n", Text(Records.Full()));
    }

    [Fact]
    public void Text_RefusedRelay_HasDashes()
    {
        const string expected = """[2026-11-23T16:04:03.007Z] "- - -" 0 - - - "-" 0 0 2000 - "-" "-" "-" "-" "-" BlackHoleCluster - - 10.0.0.5:51234 - -""";
        Assert.Equal(expected + "\n", Text(Records.Relay()));
    }

    [Fact]
    public void Json_LineBreaksAndQuotes_CannotForgeARecord()
    {
        var record = Records.Full();
        record.UserAgent = "x\"}\r\n{\"decision\":\"allowed\\\u001b[2J\u0000\u007f"u8;
        var text = Json(record);
        Assert.Equal(1, text.Count(c => c == '\n'));
        Assert.Contains("\"user_agent\":\"x\\\"}\\u000d\\u000a{\\\"decision\\\":\\\"allowed\\\\\\u001b[2J\\u0000\\u007f\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_LineBreaksAndQuotes_CannotForgeARecord()
    {
        var record = Records.Full();
        record.Path = "/a\" 200 - \r\n[2026] \"GET /b"u8;
        var text = Text(record);
        Assert.Equal(1, text.Count(c => c == '\n'));
        Assert.Contains("\"GET /a\\x22 200 - \\x0d\\x0a[2026] \\x22GET /b?page", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_UnicodeAndBrokenUtf8_StayReadable()
    {
        var record = Records.Full();
        byte[] bytes = [.. "Zoë 😀 \u0085"u8, 0xFF, 0xC3];
        record.UserAgent = bytes;
        Assert.Equal("Zoë 😀 \u0085\uFFFD\uFFFD", Parse(record).GetProperty("user_agent").GetString());
        Assert.All(Json(record), c => Assert.True(char.IsAscii(c)));
    }

    [Fact]
    public void Json_LongPath_IsCut()
    {
        var record = Records.Full();
        record.Path = Encoding.ASCII.GetBytes("/" + new string('a', 50_000));
        record.Query = default;
        var path = Parse(record).GetProperty("path").GetString()!;
        Assert.Equal(LoggedText.MaxPath + 3, path.Length);
        Assert.EndsWith("a...", path, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_Authority_LosesUserInformation()
    {
        var record = Records.Full();
        record.Authority = "user:s3cret@api.example.com"u8;
        Assert.Equal("api.example.com", Parse(record).GetProperty("authority").GetString());
        Assert.DoesNotContain("s3cret", Text(record), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_RedactQuery_KeepsThePathOnly()
    {
        Assert.Contains("\"path\":\"/v1/items?redacted\"", Format(new JsonFormat(redactQuery: true), Records.Full()), StringComparison.Ordinal);
        Assert.Contains("\"GET /v1/items?redacted HTTP/1.1\"", Format(new TextFormat(redactQuery: true), Records.Full()), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_AnyBytes_GiveOneParsableAsciiLine() =>
        Gen.Byte.Array[0, 600].Sample(bytes =>
        {
            var record = Records.Full();
            record.Method = record.Path = record.Query = record.Authority = record.UserAgent = record.ForwardedFor = record.RequestId = record.Sni = bytes;
            Parse(record);
            foreach (var text in new[] { Json(record), Text(record) })
                Assert.True(text[..^1].All(c => c is >= ' ' and < '\u007f') && text[^1] == '\n', text);
        });

    [Fact]
    public void Both_SteadyState_AllocateNothing()
    {
        var line = new LogLine();
        foreach (IAccessFormat format in new IAccessFormat[] { new JsonFormat(false), new TextFormat(false) })
        {
            Run(format, 200);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(format, 1_000);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        void Run(IAccessFormat format, int count)
        {
            for (var i = 0; i < count; i++)
            {
                line.Clear();
                format.Write(line, Records.Full());
            }
        }
    }

    [Theory]
    [InlineData(0, "HTTP/1.0")]
    [InlineData(1, "HTTP/1.1")]
    [InlineData(20, "HTTP/2")]
    public void Both_Version_IsEnvoysName(int version, string name)
    {
        var record = Records.Full();
        record.HttpVersion = version;
        Assert.Equal(name, Parse(record).GetProperty("protocol").GetString());
        Assert.Contains($" {name}\" 503", Text(record), StringComparison.Ordinal);
    }

    private static JsonElement Parse(in AccessRecord record)
    {
        using var document = JsonDocument.Parse(Json(record));
        return document.RootElement.Clone();
    }

    private static string Json(in AccessRecord record) => Format(new JsonFormat(redactQuery: false), record);

    private static string Text(in AccessRecord record) => Format(new TextFormat(redactQuery: false), record);

    private static string Format(IAccessFormat format, in AccessRecord record)
    {
        var line = new LogLine();
        format.Write(line, record);
        return Encoding.UTF8.GetString(line.Written);
    }
}
