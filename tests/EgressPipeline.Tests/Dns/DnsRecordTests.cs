using System.Text;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.AccessLogs;

namespace EgressPipeline.Tests.Dns;

public sealed class DnsRecordTests
{
    [Fact]
    public void Json_Question_IsThisLine() => Assert.Equal(
        """{"start_time":"2026-11-23T16:04:03.007Z","dns_name":"db.example.com","dns_type":"AAAA","protocol":"TCP","dns_code":"NOERROR","dns_outcome":"virtual","dns_answers":1,"duration_us":58,"dns_decision":"allowed","rule":"ServiceEntry/default/db","source":"db.yaml:6"}""" + "\n",
        Written(new JsonFormat(redactQuery: false), "db.example.com"u8, 28));

    [Fact]
    public void Text_Question_IsThisLine() => Assert.Equal(
        """[2026-11-23T16:04:03.007Z] "DNS TYPE999 db.example.com TCP" NOERROR virtual 1 58us""" + "\n",
        Written(new TextFormat(redactQuery: false), "db.example.com"u8, 999));

    [Fact]
    public void Name_AnyBytes_CannotForgeARecord()
    {
        Assert.Equal(1, Written(new JsonFormat(redactQuery: false), "a\"}\n{\u001b"u8, 1).Count(c => c is '\n' or '\u001b'));
        Assert.Equal(1, Written(new TextFormat(redactQuery: false), "a\"\n\u001b"u8, 1).Count(c => c is '\n' or '\u001b'));
        Assert.Contains("\"dns_name\":\".\"", Written(new JsonFormat(redactQuery: false), "", 2), StringComparison.Ordinal);
    }

    private static string Written(IAccessFormat format, string name, ushort type) => Written(format, Encoding.ASCII.GetBytes(name), type);

    private static string Written(IAccessFormat format, ReadOnlySpan<byte> name, ushort type)
    {
        var line = new LogLine();
        format.Write(line, new DnsAccessRecord
        {
            StartTicks = new DateTime(2026, 11, 23, 16, 4, 3, 7, DateTimeKind.Utc).Ticks,
            DurationTicks = 580,
            Name = name,
            Type = type,
            IsTcp = true,
            Outcome = "virtual"u8,
            Answers = 1,
            Decision = DecisionReason.Allowed,
            Rule = new RuleRef("ServiceEntry/default/db", new SourceRef("db.yaml", 6, 3)),
        });
        return Encoding.ASCII.GetString(line.Written);
    }
}
