using System.Net;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Tests.Telemetry;

public sealed class DenialLogTests
{
    private readonly DenialLog _denials = new();

    [Fact]
    public void Add_MoreThanFit_KeepsTheLatest()
    {
        for (var i = 0; i < DenialLog.Capacity + 10; i++)
            _denials.Add(new AccessRecord { Status = i, Decision = DecisionReason.Unregistered });

        var latest = _denials.Latest();
        Assert.Equal(DenialLog.Capacity, latest.Length);
        Assert.Equal(DenialLog.Capacity + 9, latest[0].Status);
        Assert.Equal(10, latest[^1].Status);
        Assert.Equal(DenialLog.Capacity + 10, _denials.Total);
    }

    [Fact]
    public void Add_FullRecord_KeepsWhatExplainsTheRefusal()
    {
        var record = Records.Full();
        record.Decision = DecisionReason.DeniedByRule;
        record.Authority = "user:secret@api.example.com"u8;
        _denials.Add(record);

        var denial = Assert.Single(_denials.Latest());
        Assert.Equal("api.example.com", denial.Target);
        Assert.Equal("GET", denial.Method);
        Assert.Equal("/v1/items", denial.Path);
        Assert.Equal("policies/authz.yaml:12", denial.Source);
        Assert.Equal("AuthorizationPolicy/shop/allow-api#rules[0]", denial.Rule);
        Assert.Equal("rules[1] would match if the method were POST", denial.NearestMiss);
        Assert.Equal(2026, denial.At.Year);
    }

    [Fact]
    public void Add_ConnectionWithoutNames_ShowsTheAddressDialled()
    {
        _denials.Add(new AccessRecord { Decision = DecisionReason.Unregistered, DownstreamLocal = new IPEndPoint(IPAddress.Parse("198.51.100.4"), 5432) });
        Assert.Equal("198.51.100.4:5432", Assert.Single(_denials.Latest()).Target);
    }

    [Fact]
    public void Add_HugeTexts_AreCut()
    {
        var record = Records.Full();
        record.Authority = record.Path = record.Method = new byte[100_000];
        _denials.Add(record);
        Assert.All(new[] { _denials.Latest()[0].Target, _denials.Latest()[0].Path, _denials.Latest()[0].Method }, text => Assert.InRange(text!.Length, 1, 256));
    }

    [Fact]
    public void AccessLog_Off_StillRemembersRefusals()
    {
        using var log = new AccessLog(null, Stream.Null, new Counter(LabelSet.Empty), _denials);
        log.Write(Records.Full());
        log.Write(Records.Relay());
        Assert.Equal(DecisionReason.Unregistered, Assert.Single(_denials.Latest()).Reason);
    }
}
