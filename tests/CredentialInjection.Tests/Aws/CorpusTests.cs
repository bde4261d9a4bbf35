using System.Security.Cryptography;
using System.Text;
using CredentialInjection.Aws;
using CredentialInjection.Bytes;
using EgressPipeline.TestKit;

namespace CredentialInjection.Tests.Aws;

/// <summary>The published suite, case by case: canonical request, string to sign and Authorization header.</summary>
public sealed class CorpusTests
{
    private const string Suite = "aws-sigv4";

    public static TheoryData<string> Cases =>
        Corpus.Exists ? [.. Directory.GetDirectories(Corpus.Path(Suite)).Select(folder => Path.GetFileName(folder)).Order()] : ["get-vanilla"];

    [Fact]
    public void Suite_OfTheField_IsComplete()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        Assert.True(Cases.Count >= 38, $"{Cases.Count} cases");
    }

    [Theory, MemberData(nameof(Cases))]
    public void Signer_CaseOfTheSuite_GivesTheExpectedTexts(string name)
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        var one = new SigningCase(Corpus.Path($"{Suite}/{name}"));

        var (canonical, toSign, authorization) = Sign(one);

        Assert.Equal(one.Expected("header-canonical-request.txt"), canonical);
        Assert.Equal(one.Expected("header-string-to-sign.txt"), toSign);
        Assert.EndsWith($"Signature={one.Expected("header-signature.txt")}", authorization, StringComparison.Ordinal);
        Assert.Contains($"\nAuthorization:{authorization}\n", one.Expected("header-signed-request.txt") + "\n", StringComparison.Ordinal);
    }

    private static (string Canonical, string ToSign, string Authorization) Sign(SigningCase one)
    {
        var signer = new AwsSigner(one.Region, one.Service, one.Normalizes ? PathForm.Normalized : PathForm.Plain);
        var time = signer.At(one.Time);
        var hash = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(one.Body)));
        var headers = new CanonicalHeaders(one.Headers.Count + 3);
        foreach (var (key, value) in one.Headers)
            headers.Add(Encoding.Latin1.GetBytes(key), Encoding.Latin1.GetBytes(value));
        headers.Add("x-amz-date"u8, time.Text);
        if (one.SignsToken)
            headers.Add("x-amz-security-token"u8, one.Keys.SessionToken);
        if (one.SignsBody)
            headers.Add("x-amz-content-sha256"u8, hash);
        var target = Encoding.Latin1.GetBytes(one.Target);
        var question = target.AsSpan().IndexOf((byte)'?');
        var request = new SignableRequest
        {
            Method = Encoding.ASCII.GetBytes(one.Method),
            Path = question < 0 ? target : target[..question],
            Query = question < 0 ? default : target.AsSpan(question + 1),
            PayloadHash = hash,
        };
        var canonical = new PooledBuffer(16);
        var toSign = new PooledBuffer(16);
        var authorization = new PooledBuffer(16);
        signer.WriteAuthorization(request, headers, (one.Keys, time), ref authorization);
        signer.WriteCanonicalRequest(request, headers, ref canonical);
        signer.WriteStringToSign(canonical.Written, time, ref toSign);
        return (Encoding.Latin1.GetString(canonical.Written), Encoding.Latin1.GetString(toSign.Written), Encoding.Latin1.GetString(authorization.Written));
    }
}
