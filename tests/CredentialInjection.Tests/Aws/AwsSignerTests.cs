using System.Security.Cryptography;
using System.Text;
using CredentialInjection.Aws;
using CredentialInjection.Bytes;

namespace CredentialInjection.Tests.Aws;

/// <summary>The worked examples of the S3 and IAM documentation, and rules of the canonical form.</summary>
public sealed class AwsSignerTests
{
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static readonly AwsKeys ObjectKeys = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    [Theory]
    [InlineData("GET", "/test.txt", "", "range: bytes=0-9", "", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData("PUT", "/test$file.text", "", "date: Fri, 24 May 2013 00:00:00 GMT|x-amz-storage-class: REDUCED_REDUNDANCY", "Welcome to Amazon S3.", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")]
    [InlineData("PUT", "/test%24file.text", "", "date: Fri, 24 May 2013 00:00:00 GMT|x-amz-storage-class: REDUCED_REDUNDANCY", "Welcome to Amazon S3.", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")]
    [InlineData("GET", "/", "lifecycle", "", "", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("GET", "/", "prefix=J&max-keys=2", "", "", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void Signer_ExampleOfTheS3Guide_GivesItsSignature(string method, string path, string query, string fields, string body, string expected)
    {
        var signer = new AwsSigner("us-east-1", "s3", PathForm.ObjectKey);
        var time = signer.At(new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(body)));
        var lines = $"host: examplebucket.s3.amazonaws.com|x-amz-content-sha256: {hash}|x-amz-date: 20130524T000000Z" + (fields.Length > 0 ? "|" + fields : "");

        var authorization = Authorize(signer, (ObjectKeys, time), (method, path, query, hash), lines);

        Assert.Contains("Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ", authorization, StringComparison.Ordinal);
        Assert.EndsWith("Signature=" + expected, authorization, StringComparison.Ordinal);
    }

    [Fact]
    public void Signer_ExampleOfTheIamGuide_GivesItsHeader()
    {
        var signer = new AwsSigner("us-east-1", "iam", PathForm.Normalized);
        var keys = Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        var time = signer.At(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));

        var authorization = Authorize(signer, (keys, time), ("GET", "/", "Action=ListUsers&Version=2010-05-08", Empty),
            "content-type: application/x-www-form-urlencoded; charset=utf-8|host: iam.amazonaws.com|x-amz-date: 20150830T123600Z");

        Assert.Equal("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, " +
            "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7", authorization);
    }

    [Fact]
    public void Signer_NewDayAndNewKeys_AreNotMixedWithTheOldOnes()
    {
        var day = new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero);
        var other = Keys("AKIAIOSFODNN7EXAMPLE", "another");
        var shared = new AwsSigner("eu-west-1", "sqs", PathForm.Normalized);

        foreach (var (keys, at) in new[] { (ObjectKeys, day), (ObjectKeys, day.AddSeconds(1)), (other, day.AddSeconds(1)), (ObjectKeys, day) })
        {
            var fresh = new AwsSigner("eu-west-1", "sqs", PathForm.Normalized);
            Assert.Equal(Authorize(fresh, (keys, fresh.At(at)), ("GET", "/", "", Empty), "host: a"), Authorize(shared, (keys, shared.At(at)), ("GET", "/", "", Empty), "host: a"));
        }
    }

    [Fact]
    public void Time_WithinOneSecond_IsSharedAndSpelledInUtc()
    {
        var signer = new AwsSigner("r", "s", PathForm.Plain);
        var at = new DateTimeOffset(2026, 3, 1, 0, 30, 0, 100, TimeSpan.FromHours(1));

        var time = signer.At(at);

        Assert.Equal("20260228T233000Z", Encoding.ASCII.GetString(time.Text));
        Assert.Equal("20260228", Encoding.ASCII.GetString(time.Date));
        Assert.Same(time, signer.At(at.AddMilliseconds(899)));
        Assert.NotSame(time, signer.At(at.AddMilliseconds(900)));
    }

    private static string Authorize(AwsSigner signer, (AwsKeys, SigningTime) identity, (string Method, string Path, string Query, string Hash) request, string lines)
    {
        var fields = lines.Split('|');
        var headers = new CanonicalHeaders(fields.Length);
        foreach (var field in fields)
            headers.Add(Encoding.ASCII.GetBytes(field[..field.IndexOf(':')]), Encoding.ASCII.GetBytes(field[(field.IndexOf(':') + 1)..]));
        var target = new PooledBuffer(16);
        signer.WriteAuthorization(new SignableRequest
        {
            Method = Encoding.ASCII.GetBytes(request.Method),
            Path = Encoding.ASCII.GetBytes(request.Path),
            Query = Encoding.ASCII.GetBytes(request.Query),
            PayloadHash = Encoding.ASCII.GetBytes(request.Hash),
        }, headers, identity, ref target);
        return Encoding.ASCII.GetString(target.Written);
    }

    private static AwsKeys Keys(string id, string secret) =>
        new(Encoding.ASCII.GetBytes(id), Encoding.ASCII.GetBytes(secret), []);
}
