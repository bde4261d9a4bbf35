using EgressPipeline;

namespace RateLimit.Tests;

public sealed class OptionTests
{
    public static TheoryData<RateLimitOptions, string> Wrong => new()
    {
        { new() { Permits = 1, By = [KeyPart.Header] }, "header" },
        { new() { Permits = 1, Header = "x-tenant" }, "header" },
        { new() { Permits = 1, By = [KeyPart.Header], Header = "X Tenant" }, "header" },
        { new() { Permits = 1, Burst = 2, Algorithm = LimitAlgorithm.SlidingWindow }, "burst" },
        { new() { Permits = 1, By = [KeyPart.Service, KeyPart.Service] }, "by" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Validate_Contradiction_IsReportedAtItsOption(RateLimitOptions options, string path)
    {
        var problems = new OptionProblems();
        options.Validate(problems);
        Assert.Contains(problems.Items, problem => problem.Path == path);
    }

    [Theory]
    [InlineData("redis:6379", true)]
    [InlineData("[::1]:6379", true)]
    [InlineData("redis", false)]
    [InlineData("redis:0", false)]
    [InlineData(":6379", false)]
    [InlineData("a:1,b:2", false)]
    public void Validate_RedisEndpoint_IsHostAndPort(string endpoint, bool good)
    {
        var problems = new OptionProblems();
        new RedisOptions { Endpoint = endpoint }.Validate(problems);
        Assert.Equal(good, problems.Items.Count == 0);
    }
}
