using System.Net.Sockets;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Tests.Interception.Rules;

public sealed class IptablesRulesTests
{
    [Theory]
    [InlineData("plain", AddressFamily.InterNetwork, "rules4"), InlineData("plain", AddressFamily.InterNetworkV6, "rules6")]
    [InlineData("everything", AddressFamily.InterNetwork, "rules4"), InlineData("everything", AddressFamily.InterNetworkV6, "rules6")]
    [InlineData("quic", AddressFamily.InterNetwork, "rules4"), InlineData("quic", AddressFamily.InterNetworkV6, "rules6")]
    public void Script_OfAFamily_IsTheReviewedOne(string name, AddressFamily family, string kind) =>
        RuleSets.IsGolden($"{name}.{kind}", IptablesRules.Script(RuleSets.Named(name), family));

    [Fact]
    public void Script_OverEarlierRules_LeavesOneJumpAndDropsTheTableThatIsNotNeeded()
    {
        var present = IptablesState.Parse("""
            *nat
            :OUTPUT ACCEPT [0:0]
            :EGRESS_OUTPUT - [0:0]
            -A OUTPUT -d 127.0.0.11/32 -j DOCKER_OUTPUT
            -A OUTPUT -j EGRESS_OUTPUT
            -A OUTPUT -j EGRESS_OUTPUT
            COMMIT
            *filter
            :EGRESS_QUIC - [0:0]
            -A OUTPUT -j EGRESS_QUIC
            COMMIT
            """);

        var script = IptablesRules.Script(RuleSets.Plain with { RefuseQuic = false }, AddressFamily.InterNetwork, present);

        Assert.Equal(2, script.Split("-D OUTPUT -j EGRESS_OUTPUT\n").Length - 1);
        Assert.Single(script.Split('\n'), line => line == "-I OUTPUT 1 -j EGRESS_OUTPUT");
        Assert.Contains("*filter\n-D OUTPUT -j EGRESS_QUIC\n-F EGRESS_QUIC\n-X EGRESS_QUIC\nCOMMIT\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void RemovalScript_OtherRulesOnly_IsEmpty()
    {
        var present = IptablesState.Parse("*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -d 127.0.0.11/32 -j DOCKER_OUTPUT\nCOMMIT\n*mangle\n:EGRESS_OUTPUT - [0:0]\nCOMMIT\n");

        Assert.Equal("", IptablesRules.RemovalScript(present));
    }

    [Fact]
    public void State_JumpBehindAnotherRule_IsNotEntered()
    {
        Assert.True(IptablesState.Parse("*nat\n-A OUTPUT -j EGRESS_OUTPUT\n-A OUTPUT -j OTHER\n").IsEntered("nat"));
        Assert.False(IptablesState.Parse("*nat\n-A OUTPUT -j OTHER\n-A OUTPUT -j EGRESS_OUTPUT\n").IsEntered("nat"));
        Assert.False(IptablesState.Parse("*filter\n-A OUTPUT -j EGRESS_OUTPUT\n").IsEntered("nat"));
    }

    [Fact]
    public void RestoringScript_OfWhatAScriptMade_MakesTheSameRules()
    {
        var rules = IptablesRules.Rules(RuleSets.Everything, AddressFamily.InterNetwork, "nat");
        var saved = "*nat\n:EGRESS_OUTPUT - [0:0]\n:EGRESS_REDIRECT - [0:0]\n-A OUTPUT -j EGRESS_OUTPUT\n" + string.Join('\n', rules) + "\nCOMMIT\n";

        var script = IptablesState.Parse(saved).RestoringScript();

        Assert.Equal(rules, script.Split('\n').Where(line => line.StartsWith("-A EGRESS_", StringComparison.Ordinal)));
        Assert.Contains("-I OUTPUT 1 -j EGRESS_OUTPUT\n", script, StringComparison.Ordinal);
    }
}
