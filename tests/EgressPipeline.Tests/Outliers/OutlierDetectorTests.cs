using System.Text.Json;
using EgressPipeline.Clusters;
using EgressPipeline.Outliers;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestSupport;
using EgressPipeline.Tests.Upstream;

namespace EgressPipeline.Tests.Outliers;

public sealed class OutlierDetectorTests : IDisposable
{
    private static readonly OutlierPlan Defaults = new() { MaxEjectionPercent = 100 };
    private readonly UpstreamRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Record_FourServerErrors_KeepsTheEndpoint()
    {
        var endpoint = Endpoints(Defaults, 2)[0];
        End(endpoint, EndpointOutcome.ServerError, 4);
        Assert.False(endpoint.IsEjected);
    }

    [Fact]
    public void Record_FifthServerError_EjectsAtOnce()
    {
        var endpoint = Endpoints(Defaults, 2)[0];
        End(endpoint, EndpointOutcome.ServerError, 5);
        Assert.True(endpoint.IsEjected);
    }

    [Fact]
    public void Record_SuccessBetween_StartsOver()
    {
        var endpoint = Endpoints(Defaults, 2)[0];
        End(endpoint, EndpointOutcome.ServerError, 4);
        End(endpoint, EndpointOutcome.Success, 1);
        End(endpoint, EndpointOutcome.ServerError, 4);
        Assert.False(endpoint.IsEjected);
    }

    [Fact]
    public void Record_Neutral_NeitherCountsNorResets()
    {
        var endpoint = Endpoints(Defaults, 2)[0];
        End(endpoint, EndpointOutcome.ServerError, 4);
        End(endpoint, EndpointOutcome.Neutral, 3);
        Assert.False(endpoint.IsEjected);
        End(endpoint, EndpointOutcome.ServerError, 1);
        Assert.True(endpoint.IsEjected);
    }

    [Theory]
    [InlineData(nameof(EndpointOutcome.GatewayError))]
    [InlineData(nameof(EndpointOutcome.ConnectFailure))]
    [InlineData(nameof(EndpointOutcome.Timeout))]
    [InlineData(nameof(EndpointOutcome.Reset))]
    public void Record_GatewayThreshold_CountsLocalFailuresToo(string outcome)
    {
        var endpoint = Endpoints(Defaults with { ConsecutiveGateway = 3 }, 2)[0];
        End(endpoint, Enum.Parse<EndpointOutcome>(outcome), 3);
        Assert.True(endpoint.IsEjected);
    }

    [Fact]
    public void Record_PlainServerErrorBetween_ResetsTheGatewayCount()
    {
        var endpoint = Endpoints(Defaults with { ConsecutiveGateway = 3, Consecutive5xx = 0 }, 2)[0];
        End(endpoint, EndpointOutcome.GatewayError, 2);
        End(endpoint, EndpointOutcome.ServerError, 1);
        End(endpoint, EndpointOutcome.GatewayError, 2);
        Assert.False(endpoint.IsEjected);
    }

    [Fact]
    public void Record_SplitLocalOrigin_CountsConnectFailuresApart()
    {
        var endpoint = Endpoints(Defaults with { SplitLocalOrigin = true, ConsecutiveLocalOrigin = 2 }, 2)[0];
        End(endpoint, EndpointOutcome.ServerError, 4);
        End(endpoint, EndpointOutcome.ConnectFailure, 1);
        Assert.False(endpoint.IsEjected);
        End(endpoint, EndpointOutcome.ConnectFailure, 1);
        Assert.True(endpoint.IsEjected);
    }

    [Fact]
    public void Record_SplitLocalOrigin_AnyAnswerResetsTheLocalCount()
    {
        var endpoint = Endpoints(Defaults with { SplitLocalOrigin = true, ConsecutiveLocalOrigin = 2 }, 2)[0];
        End(endpoint, EndpointOutcome.ConnectFailure, 1);
        End(endpoint, EndpointOutcome.ServerError, 1);
        End(endpoint, EndpointOutcome.ConnectFailure, 1);
        Assert.False(endpoint.IsEjected);
    }

    [Fact]
    public void Record_OnlyEndpoint_IsNeverEjected()
    {
        var endpoint = Endpoints(Defaults, 1)[0];
        End(endpoint, EndpointOutcome.Reset, 50);
        Assert.False(endpoint.IsEjected);
    }

    [Fact]
    public void Record_SmallPoolWithTenPercent_EjectsExactlyOne()
    {
        var endpoints = Endpoints(new OutlierPlan(), 3);
        foreach (var endpoint in endpoints)
            End(endpoint, EndpointOutcome.ServerError, 5);
        Assert.Equal([true, false, false], endpoints.Select(endpoint => endpoint.IsEjected));
    }

    [Fact]
    public void Record_FullPercentage_NeverEjectsTheLast()
    {
        var endpoints = Endpoints(Defaults, 3);
        foreach (var endpoint in endpoints)
            End(endpoint, EndpointOutcome.ServerError, 5);
        Assert.Equal(2, endpoints.Count(endpoint => endpoint.IsEjected));
    }

    [Fact]
    public void Record_RefusedEjection_StartsANewBout()
    {
        var endpoints = Endpoints(new OutlierPlan { MaxEjectionPercent = 50 }, 3);
        End(endpoints[0], EndpointOutcome.ServerError, 5);
        End(endpoints[1], EndpointOutcome.ServerError, 5); // 67 % would be out
        Wait(30);
        Assert.False(endpoints[0].IsEjected);
        End(endpoints[1], EndpointOutcome.ServerError, 4);
        Assert.False(endpoints[1].IsEjected);
        End(endpoints[1], EndpointOutcome.ServerError, 1);
        Assert.True(endpoints[1].IsEjected);
    }

    [Fact]
    public void Interval_BaseTimePassed_ReadmitsOnlyAtATick()
    {
        var endpoint = Endpoints(Defaults with { BaseEjectionTime = TimeSpan.FromSeconds(12) }, 2)[0];
        Wait(3);
        End(endpoint, EndpointOutcome.ServerError, 5); // ticks at 10, 20: out for 7 s at the first, 17 s at the second
        Wait(16);
        Assert.True(endpoint.IsEjected);
        Wait(1);
        Assert.False(endpoint.IsEjected);
    }

    [Fact]
    public void Interval_SecondEjection_LastsTwice()
    {
        var endpoint = Endpoints(Defaults, 2)[0];
        End(endpoint, EndpointOutcome.ServerError, 5);
        Wait(30);
        Assert.False(endpoint.IsEjected);
        End(endpoint, EndpointOutcome.ServerError, 5);
        Wait(50);
        Assert.True(endpoint.IsEjected);
        Wait(10);
        Assert.False(endpoint.IsEjected);
    }

    [Fact]
    public void Interval_HealthyMeanwhile_ShortensTheNextEjection()
    {
        var endpoint = Endpoints(Defaults, 2)[0];
        End(endpoint, EndpointOutcome.ServerError, 5);
        Wait(30);
        Wait(10); // one healthy interval takes the multiplier back
        End(endpoint, EndpointOutcome.ServerError, 5);
        Wait(30);
        Assert.False(endpoint.IsEjected);
    }

    [Fact]
    public void Interval_ManyEjections_LastAtMostFiveMinutes()
    {
        var endpoint = Endpoints(Defaults with { BaseEjectionTime = TimeSpan.FromSeconds(200) }, 2)[0];
        for (var i = 0; i < 4; i++)
        {
            End(endpoint, EndpointOutcome.ServerError, 5);
            Assert.True(endpoint.IsEjected);
            Wait(300);
            Assert.False(endpoint.IsEjected);
        }
    }

    [Fact]
    public void Pick_EjectedEndpoint_IsLeftOut()
    {
        var cluster = _rig.Cluster(Plan(Defaults, 2));
        var endpoints = cluster.Endpoints();
        End(endpoints[0], EndpointOutcome.ServerError, 5);
        for (var i = 0; i < 10; i++)
            Assert.Same(endpoints[1], Pick(cluster));
    }

    [Fact]
    public void Pick_FewerHealthyThanMinHealthPercent_UsesAll()
    {
        var cluster = _rig.Cluster(Plan(Defaults with { MinHealthPercent = 60 }, 2));
        End(cluster.Endpoints()[0], EndpointOutcome.ServerError, 5);
        Assert.Equal(2, Enumerable.Range(0, 10).Select(_ => Pick(cluster)).Distinct().Count());
    }

    [Fact]
    public void SuccessRate_OneOfFiveFailsHalf_IsEjectedAtTheTick()
    {
        var endpoints = Endpoints(Rates(5, 10), 5);
        Answer(endpoints, 50, 100, 100, 100, 100);
        Wait(9);
        Assert.DoesNotContain(endpoints, endpoint => endpoint.IsEjected);
        Wait(1);
        Assert.Equal([true, false, false, false, false], endpoints.Select(endpoint => endpoint.IsEjected));
        Assert.Equal(1, _rig.Services.Counters.Ejections);
    }

    [Theory]
    [InlineData(6, 10)] // hosts
    [InlineData(5, 11)] // requests
    public void SuccessRate_TooLittleToGoBy_EjectsNone(int hosts, int requests)
    {
        var endpoints = Endpoints(Rates(hosts, requests), 5);
        Answer(endpoints, 50, 100, 100, 100, 100);
        Wait(10);
        Assert.DoesNotContain(endpoints, endpoint => endpoint.IsEjected);
    }

    [Fact]
    public void SuccessRate_FailuresOfAnEarlierInterval_DoNotCount()
    {
        var endpoints = Endpoints(Rates(5, 10), 5);
        Answer(endpoints.Take(1).ToArray(), 50); // alone: not enough hosts
        Wait(10);
        Answer(endpoints, 100, 100, 100, 100, 100);
        Wait(10);
        Assert.DoesNotContain(endpoints, endpoint => endpoint.IsEjected);
    }

    [Fact]
    public void SuccessRate_Ejected_ComesBackAfterTheBaseTime()
    {
        var endpoints = Endpoints(Rates(5, 10), 5);
        Answer(endpoints, 50, 100, 100, 100, 100);
        Wait(39);
        Assert.True(endpoints[0].IsEjected);
        Wait(1);
        Assert.False(endpoints[0].IsEjected);
    }

    [Fact]
    public void SuccessRate_SplitLocalOrigin_RatesConnectsApart()
    {
        var endpoints = Endpoints(Rates(5, 10) with { SplitLocalOrigin = true, ConsecutiveLocalOrigin = 0 }, 5);
        Answer(endpoints, 100, 100, 100, 100, 100);
        End(endpoints[2], EndpointOutcome.ConnectFailure, 10);
        Wait(10);
        Assert.Equal([false, false, true, false, false], endpoints.Select(endpoint => endpoint.IsEjected));
    }

    [Fact]
    public void SuccessRate_TenPercentOfFive_EjectsOnlyOneOfTwo()
    {
        var endpoints = Endpoints(Rates(5, 10) with { MaxEjectionPercent = 10, SuccessRate = new SuccessRatePlan(5, 10, 100) }, 5);
        Answer(endpoints, 50, 50, 100, 100, 100);
        Wait(10);
        Assert.Equal([true, false, false, false, false], endpoints.Select(endpoint => endpoint.IsEjected));
        Assert.Equal(1, _rig.Services.Counters.EjectionOverflows);
    }

    [Fact]
    public void Threshold_EnvoyVectors_Agree()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        using var cases = JsonDocument.Parse(File.ReadAllText(Corpus.Path("vectors/envoy-behaviour.json")));
        foreach (var vector in cases.RootElement.GetProperty("outlierSuccessRate").EnumerateArray())
        {
            double[] rates = [.. vector.GetProperty("rates").EnumerateArray().Select(rate => rate.GetDouble())];
            Assert.Equal(vector.GetProperty("threshold").GetDouble(), SuccessRate.Threshold(rates, (int)(vector.GetProperty("stdevFactor").GetDouble() * 1000)), 9);
        }
    }

    private static OutlierPlan Rates(int hosts, int requests) => Defaults with { Consecutive5xx = 0, SuccessRate = new SuccessRatePlan(hosts, requests, 1900) };

    /// <summary>Ten answers of each, as many of them good as the percentage says.</summary>
    private static void Answer(IReadOnlyList<EndpointState> endpoints, params int[] percentages)
    {
        for (var i = 0; i < percentages.Length; i++)
        {
            End(endpoints[i], EndpointOutcome.Success, percentages[i] / 10);
            End(endpoints[i], EndpointOutcome.ServerError, 10 - (percentages[i] / 10));
        }
    }

    private static EndpointState Pick(ClusterState cluster) => UpstreamRig.PickNow(cluster, new PickRequest()).Endpoint!;

    private static ClusterPlan Plan(OutlierPlan outlier, int count) =>
        UpstreamRig.Plan([.. Enumerable.Range(1, count).Select(i => UpstreamRig.Endpoint($"127.0.0.{i}", 80))], outlier: outlier);

    private static void End(EndpointState endpoint, EndpointOutcome outcome, int times)
    {
        for (var i = 0; i < times; i++)
        {
            endpoint.BeginRequest();
            endpoint.EndRequest(outcome);
        }
    }

    private IReadOnlyList<EndpointState> Endpoints(OutlierPlan outlier, int count) => _rig.Cluster(Plan(outlier, count)).Endpoints();

    /// <summary>In steps, since a timer of the fake clock sees only the end of each.</summary>
    private void Wait(int seconds)
    {
        for (var i = 0; i < seconds; i++)
            _rig.Time.Advance(TimeSpan.FromSeconds(1));
    }
}
