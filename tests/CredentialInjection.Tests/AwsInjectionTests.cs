using System.Text;
using CredentialInjection.Aws;
using CredentialInjection.Options;
using CredentialInjection.Tests.Aws;
using CredentialInjection.Tests.Support;
using EgressPipeline;
using EgressPipeline.TestKit;

namespace CredentialInjection.Tests;

/// <summary>AWS signatures on whole requests, verified as a service does.</summary>
public sealed class AwsInjectionTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    [Theory]
    [InlineData("s3", "GET", "/bucket/a%20b//../c%2Fd(1)?list-type=2&prefix=x%2Fy+z")]
    [InlineData("s3", "GET", "/")]
    [InlineData("execute-api", "DELETE", "/stage//a%20b/./c/../d/?q=1&q=0&empty")]
    [InlineData("sqs", "GET", "/?Action=ListQueues")]
    public void Request_WithoutBody_IsSignedAtOnce(string service, string method, string target)
    {
        using var rig = Start(service);
        var call = new MemoryExchange(method, "x.amazonaws.com", target);
        call.Sent.Append("X-Amz-Meta-Color"u8, "  deep   blue "u8);
        call.Sent.Append("User-Agent"u8, "curl"u8);

        Assert.Equal(FilterVerdict.Continue, rig.Request(call).Verdict);

        var signed = Verify(call, service, []);
        Assert.Equal(["host", "x-amz-content-sha256", "x-amz-date", "x-amz-meta-color"], signed);
        Assert.Equal(["20260504T030201Z"], call.Sent.All("x-amz-date"));
        Assert.Equal(target, call.Target);
    }

    [Theory]
    [InlineData("Content-Length", "5")]
    [InlineData("Transfer-Encoding", "chunked")]
    public void Request_WithBody_IsHeldAndItsHashSigned(string framing, string value)
    {
        using var rig = Start("dynamodb");
        var call = new MemoryExchange("POST", "x.amazonaws.com", "/");
        call.Sent.Append(Encoding.ASCII.GetBytes(framing), Encoding.ASCII.GetBytes(value));
        call.Sent.Append("Content-Type"u8, "application/x-amz-json-1.0"u8);

        var result = rig.Request(call);
        Assert.Equal((FilterVerdict.ReadBody, BodyMode.BufferOrRefuse, 1024 * 1024), (result.Verdict, result.Body.Mode, result.Body.Bound));
        Assert.Empty(call.Sent.All("authorization"));
        Assert.Equal(FilterVerdict.Continue, rig.Body(call, "hello"u8.ToArray()).Verdict);

        Assert.Contains("content-type", Verify(call, "dynamodb", "hello"u8.ToArray()));
        Assert.Throws<Xunit.Sdk.EqualException>(() => Verify(call, "dynamodb", "hallo"u8.ToArray()));
    }

    [Theory, InlineData("0"), InlineData("00")]
    public void Request_WithABodyOfNothing_IsSignedAtOnce(string length)
    {
        using var rig = Start("sqs");
        var call = new MemoryExchange("POST", "x.amazonaws.com", "/");
        call.Sent.Append("Content-Length"u8, Encoding.ASCII.GetBytes(length));
        Assert.Equal(FilterVerdict.Continue, rig.Request(call).Verdict);
        Verify(call, "sqs", []);
    }

    [Fact]
    public void Request_WithUnsignedPayload_IsSignedWithoutItsBody()
    {
        using var rig = Start("s3", PayloadSigning.Unsigned);
        var call = new MemoryExchange("PUT", "x.amazonaws.com", "/bucket/key");
        call.Sent.Append("Content-Length"u8, "5000000000"u8);
        Assert.Equal(FilterVerdict.Continue, rig.Request(call).Verdict);
        Assert.Equal(["UNSIGNED-PAYLOAD"], call.Sent.All("x-amz-content-sha256"));
        Verify(call, "s3", []);
    }

    [Theory]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", PayloadSigning.Unsigned, true)]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", PayloadSigning.Signed, false)]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", PayloadSigning.Unsigned, false)]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", PayloadSigning.Signed, false)]
    public void Request_InPieces_IsSignedOnlyWhenItsPiecesAreNot(string claim, PayloadSigning payload, bool isSigned)
    {
        using var rig = Start("s3", payload);
        var call = new MemoryExchange("PUT", "x.amazonaws.com", "/bucket/key");
        call.Sent.Append("X-Amz-Content-Sha256"u8, Encoding.ASCII.GetBytes(claim));

        var result = rig.Request(call);

        Assert.Equal(isSigned ? 0 : 400, result.Status);
        if (!isSigned)
            return;
        Assert.Equal([claim], call.Sent.All("x-amz-content-sha256"));
        Verify(call, "s3", []);
    }

    [Fact]
    public void Signature_OfTheApplication_IsReplacedInHeadersAndQuery()
    {
        using var rig = Start("s3", token: "temporary");
        var call = new MemoryExchange("GET", "x.amazonaws.com", "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&x-amz-credential=fake&versionId=3&X%2DAmz-Signature=00&X-Amz-Date=1&X-Amz-Expires=9&X-Amz-SignedHeaders=host&X-Amz-Security-Token=t");
        foreach (var name in new[] { "Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256", "X_Amz_Date" })
            call.Sent.Append(Encoding.ASCII.GetBytes(name), "theirs"u8);

        Assert.True(rig.Request(call).IsContinue);

        Assert.Equal("/b/k?versionId=3", call.Target);
        Assert.Equal(["temporary"], call.Sent.All("x-amz-security-token"));
        Assert.DoesNotContain("theirs", call.Sent.ToString(), StringComparison.Ordinal);
        Verify(call, "s3", []);
    }

    [Fact]
    public void Signature_OfTheApplicationAndNothingElse_LeavesNoQuery()
    {
        using var rig = Start("s3");
        var call = new MemoryExchange("GET", "x.amazonaws.com", "/b/k?X-Amz-Signature=00");
        rig.Request(call);
        Assert.Equal("/b/k", call.Target);
        Verify(call, "s3", []);
    }

    [Fact]
    public void Header_OfTheOptions_IsSignedWhenThere()
    {
        using var rig = Start("s3", signed: ["Range", "If-Match"]);
        var call = new MemoryExchange("GET", "x.amazonaws.com", "/b/k");
        call.Sent.Append("RANGE"u8, "bytes=0-9"u8);
        rig.Request(call);
        Assert.Equal(["host", "range", "x-amz-content-sha256", "x-amz-date"], Verify(call, "s3", []));
    }

    [Fact]
    public void Keys_GoneWhileTheBodyWasHeld_RefuseTheCall()
    {
        using var rig = Start("sqs");
        var call = new MemoryExchange("POST", "x.amazonaws.com", "/");
        call.Sent.Append("Content-Length"u8, "5"u8);
        rig.Request(call);
        File.Delete(rig.Folder.File("id"));
        rig.LookAtFiles();
        Assert.Equal(503, rig.Body(call, "hello"u8.ToArray()).Status);
        Assert.Equal(503, rig.Request(call).Status);
    }

    [Fact]
    public void Keys_OfACredentialsFile_AreThoseOfTheProfile()
    {
        const string text = "# aws\n[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key=one\n\n[ other ]\r\naws_access_key_id=AKIDOTHER\r\n; x\naws_secret_access_key = a=b/c+d=\nAWS_SESSION_TOKEN=t==\n[empty]\n";
        var other = AwsCredentialsFile.Read(text, "other").Value!;
        Assert.Equal(("AKIDOTHER", "a=b/c+d=", "t=="), (Encoding.ASCII.GetString(other.AccessKeyId), Encoding.ASCII.GetString(other.SecretAccessKey), Encoding.ASCII.GetString(other.SessionToken)));
        Assert.Equal("AKIDDEFAULT", Encoding.ASCII.GetString(AwsCredentialsFile.Read(text, "default").Value!.AccessKeyId));
        foreach (var profile in new[] { "empty", "absent" })
            Assert.Contains($"'{profile}' has no", AwsCredentialsFile.Read(text, profile).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AKID\nX", "secret", "")]
    [InlineData("AKID/x", "secret", "")]
    [InlineData("AKID", "sec\nret", "")]
    [InlineData("AKID", "secret", "to\nken")]
    public void Keys_ThatCannotBeSent_AreRefused(string id, string secret, string token) =>
        Assert.NotNull(AwsKeyFiles.Make(Encoding.ASCII.GetBytes(id), Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes(token)).Problem);

    private static FilterRig Start(string service, PayloadSigning payload = PayloadSigning.Signed, string? token = null, string[]? signed = null) => FilterRig.Start(folder => new CredentialInjectionOptions
    {
        AwsSignature = new AwsSignatureOptions
        {
            Service = service,
            Region = "eu-central-1",
            AccessKeyIdFile = folder.Write("id", "AKIDEXAMPLE\n"),
            SecretAccessKeyFile = folder.Write("secret", Secret + "\n"),
            SessionTokenFile = token is null ? null : folder.Write("token", token),
            Payload = payload,
            SignedHeaders = signed ?? [],
        },
    });

    private static string[] Verify(MemoryExchange call, string service, byte[] body)
    {
        var headers = Enumerable.Range(0, call.Sent.Count).Select(i => (Encoding.Latin1.GetString(call.Sent.NameAt(i)), Encoding.Latin1.GetString(call.Sent.ValueAt(i)))).ToArray();
        return new SignatureVerifier(Secret, "eu-central-1", service).Verify((Encoding.ASCII.GetString(call.Method), call.Target), headers, body);
    }
}
