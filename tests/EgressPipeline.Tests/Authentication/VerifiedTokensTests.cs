using System.Text;
using EgressPipeline.Authentication;
using EgressPipeline.Policy.Tokens;
using EgressPipeline.TestKit;

namespace EgressPipeline.Tests.Authentication;

public sealed class VerifiedTokensTests
{
    private static readonly VerifiedToken Token = new() { Claims = RequestClaims.None, NotAfter = 1, Keys = null!, Headers = [] };

    [Fact]
    public void Tokens_BeyondTheBound_AreForgottenUnlessTheyAreUsed()
    {
        var tokens = new VerifiedTokens();
        var (used, unused) = (Hash("used"), Hash("unused"));
        tokens.Add(used, Token);
        tokens.Add(unused, Token);
        for (var i = 0; i < 3 * VerifiedTokens.Capacity; i++)
        {
            tokens.Add(Hash("other" + i), Token);
            Assert.NotNull(tokens.Find(used));
        }
        Assert.Null(tokens.Find(unused));
        Assert.NotNull(tokens.Find(Hash("other" + (3 * VerifiedTokens.Capacity - 1))));
        Assert.Null(tokens.Find(Hash("other0")));
    }

    [Fact]
    public void Find_OfAKnownToken_AllocatesNothing()
    {
        var tokens = new VerifiedTokens();
        var text = Encoding.ASCII.GetBytes(new string('x', 1000));
        tokens.Add(TokenHash.Of(text), Token);
        Allocations.AssertNone(() => tokens.Find(TokenHash.Of(text)));
    }

    private static TokenHash Hash(string token) => TokenHash.Of(Encoding.ASCII.GetBytes(token));
}
