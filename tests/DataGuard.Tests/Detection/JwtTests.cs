using DataGuard.Tests.Support;

namespace DataGuard.Tests.Detection;

public sealed class JwtTests
{
    [Theory]
    [InlineData("{0}")]
    [InlineData("{{\"id_token\":\"{0}\"}}")]
    [InlineData("{{\"text\":\"\\n{0}\\n\"}}")]
    [InlineData("client_assertion={0}&x=1")]
    [InlineData("Authorization: Bearer {0}")]
    public void Jwt_InItsSurroundings_IsFound(string around) => Assert.Equal(["jwt"], Scans.Names(string.Format(around, Samples.Jwt)));

    [Fact]
    public void Jwt_Encrypted_IsFound() =>
        Assert.Equal(["jwt"], Scans.Names(Samples.Token("""{"alg":"RSA-OAEP","enc":"A256GCM"}""", "key") + ".48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYI.XFBoMYUZodetZdvT"));

    [Fact]
    public void Jwt_LongHeaderAndPayload_IsFoundWhole()
    {
        var header = $$"""{"x5c":["{{new string('M', 2800)}}"],"alg":"RS256"}""";
        var token = Samples.Token(header, new string('p', 50_000)) + ".sig";
        var scan = Scans.Run(Scans.Plan(DetectorMode.Report), System.Text.Encoding.ASCII.GetBytes($"a {token} b"));
        var finding = Assert.Single(scan.Findings);
        Assert.Equal((2L, (long)token.Length), (finding.Offset, finding.Length));
    }

    [Theory]
    [InlineData("""{"typ":"JWT","alg":"HS256"}""", "x")] // no second part
    public void Jwt_HeaderAlone_IsNotFound(string header, string unused)
    {
        var text = Samples.Token(header, unused);
        Assert.Empty(Scans.Names(text[..text.IndexOf('.')]));
        Assert.Empty(Scans.Names(text[..(text.IndexOf('.') + 1)] + " next sentence"));
    }

    [Theory]
    [InlineData("""{"name":"joe"}""")] // JSON that is no header
    [InlineData("""{"algo":"HS256"}""")]
    public void Jwt_OtherJson_IsNotFound(string header) => Assert.Empty(Scans.Names(Samples.Token(header, "{}") + ".x"));

    [Fact]
    public void Jwt_InsideAWord_IsNotFound() => Assert.Empty(Scans.Names("AA" + Samples.Jwt));

    [Fact]
    public void Jwt_HeaderBeyondTheWindow_IsNotFound() =>
        Assert.Empty(Scans.Names(Samples.Token($$"""{"x5c":["{{new string('M', 5000)}}"],"alg":"RS256"}""", "{}") + ".x"));

    [Fact]
    public void Jwt_Masked_NothingOfItsPartsIsLeft() =>
        Assert.Equal("t=", Scans.Masked("t=" + Samples.Jwt).Replace("*", "").Replace(".", "").Replace("-", ""));
}
