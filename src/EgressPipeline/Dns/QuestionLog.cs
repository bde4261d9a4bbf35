using EgressPipeline.Dns.Messages;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.AccessLogs;

namespace EgressPipeline.Dns;

/// <summary>Hands the record of every question to the access log. 0 bytes are allocated.</summary>
internal sealed class QuestionLog(AccessLog log, TimeProvider time)
{
    private static readonly byte[][] Outcomes = EnumText.SnakeCase<DnsOutcome>();

    public void Write(DnsExchange exchange, DnsCode code, DnsOutcome outcome, int answers)
    {
        if (!log.IsEnabled)
            return;
        log.Write(new DnsAccessRecord
        {
            StartTicks = exchange.StartTicks,
            DurationTicks = time.GetElapsedTime(exchange.Started).Ticks,
            Name = exchange.Query.Host,
            Type = (ushort)exchange.Query.Type,
            IsTcp = exchange.IsTcp,
            Outcome = Outcomes[(int)outcome],
            Code = (int)code,
            Answers = answers,
            Decision = exchange.IsJudged ? exchange.Decision.Reason : null,
            Rule = exchange.Decision.Rule,
        });
    }
}
