using DataGuard.Tests.Support;

namespace DataGuard.Tests.Detection;

public sealed class AwsKeyTests
{
    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("ASIAIOSFODNN7EXAMPLE")]
    [InlineData("{\"text\":\"id\\nAKIAIOSFODNN7EXAMPLE\\n\"}")]
    [InlineData("AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1")]
    [InlineData("Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request")]
    public void AccessKey_Id_IsFound(string text) => Assert.Equal(["aws-access-key"], Scans.Names(text));

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPL")]
    [InlineData("AKIAIOSFODNN7EXAMPLES")]
    [InlineData("AKIAIOSFODNN7eXAMPLE")]
    [InlineData("XAKIAIOSFODNN7EXAMPLE")]
    [InlineData("AROAIOSFODNN7EXAMPLE")] // the id of a role is no secret
    [InlineData("ACIAIOSFODNN7EXAMPLE")] // passes the fingerprint, not the recogniser
    public void AccessKey_WhatLooksLikeOne_IsNotFound(string text) => Assert.Empty(Scans.Names($"a {text} b"));

    [Theory]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n")]
    [InlineData("{\"SecretAccessKey\": \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"}")]
    [InlineData("{\"x\":\"{\\\"SecretAccessKey\\\":\\\"wJalrXUtnFEMI\\/K7MDENG\\/bPxRfiCYEXAMPLEKEY\\\"}\"}")]
    [InlineData("<SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY</SecretAccessKey>")]
    [InlineData("SecretAccessKey=wJalrXUtnFEMI%2FK7MDENG%2fbPxRfiCYEXAMPLEKEY&x=1")]
    [InlineData("--secret-access-key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'")]
    public void SecretKey_AfterItsName_IsFound(string text) => Assert.Equal(["aws-secret-key"], Scans.Names(text));

    [Theory]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")] // nothing says what it is
    [InlineData("secret_key = da39a3ee5e6b4b0d3255bfef95601890afd80709")] // a hash
    [InlineData("secret_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEYa")] // too long
    [InlineData("secret_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE")] // too short
    [InlineData("secret recipe = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("secretary key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    public void SecretKey_WhatLooksLikeOne_IsNotFound(string text) => Assert.Empty(Scans.Names(text));

    [Fact]
    public void SecretKey_Masked_LeavesNameAndEscapes()
    {
        Assert.Equal("secret_key = \"" + new string('*', 40) + "\"", Scans.Masked($"secret_key = \"{Samples.AwsSecretKey}\""));
        Assert.Equal("k: SecretKey=*************%2F*******%2F******************&x=1", Scans.Masked("k: SecretKey=wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY&x=1"));
    }
}
