using System.Text.RegularExpressions;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Samples;

/// <summary>The first command that a newcomer types.</summary>
public sealed partial class QuickstartTests
{
    private static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "Quickstart");

    [Fact]
    public async Task Once_EndsWellAndShowsWhatBecameOfEachCall()
    {
        var result = await ExternalProgram.RunAsync(Executable, ["--once"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Matches(Row("allowed", "GET", 200, "allowed"), result.Output);
        Assert.Matches(Row("secured, with a key", "GET", 200, "allowed", "hello over TLS, your key is good"), result.Output);
        Assert.Matches(Row("card masked", "POST", 200, "allowed", @"card \*{4} \*{4} \*{4} 1111"), result.Output);
        Assert.Matches(Row("over the limit", "GET", 429, "filter{rate-limit}"), result.Output);
        Assert.Matches(Row("asked, granted", "GET", 200, "allowed", "orders of alice"), result.Output);
        Assert.Matches(Row("asked, refused", "GET", 403, "filter{external-authorization}"), result.Output);
        Assert.Matches(Row("denied", "DELETE", 403, "denied_by_rule"), result.Output);
        Assert.Matches(Row("undeclared", "GET", 502, "unregistered"), result.Output);
        Assert.Matches(FileAndLine(), result.Output);
    }

    private static string Row(string what, string method, int status, string decision, string answer = "[^│]*") =>
        $@"{what}[ │]+{method} http://\S+[ │]+{status}[ │]+{answer}[ │]+{Regex.Escape(decision)} ";

    [GeneratedRegex(@"AuthorizationPolicy/\S+ \(\S+\.yaml:\d+\)")]
    private static partial Regex FileAndLine();
}
