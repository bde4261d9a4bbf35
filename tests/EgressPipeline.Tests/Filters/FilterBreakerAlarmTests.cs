using EgressPipeline.Filters;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Tests.Filters;

public sealed class FilterBreakerAlarmTests
{
    private readonly BreakerAlarm _alarm = new();

    [Fact]
    public void Alarm_WhileAFilterFails_IsNotQuiet()
    {
        var (one, other) = (Breaker(), Breaker());

        one.Failed();
        one.Failed();
        other.Failed();
        one.Succeeded();

        Assert.False(_alarm.IsQuiet);
        other.Succeeded();
        Assert.True(_alarm.IsQuiet);
    }

    [Fact]
    public void Alarm_ManySuccessesInARow_CountOnce()
    {
        var breaker = Breaker();

        breaker.Failed();
        breaker.Succeeded();
        breaker.Succeeded();
        breaker.Failed();

        Assert.False(_alarm.IsQuiet);
    }

    private FilterBreaker Breaker() => new(BreakerPlan.Default, _alarm, TimeProvider.System);
}
