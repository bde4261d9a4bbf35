using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.TestKit;

/// <summary>
/// A clock that stands still until the test moves it, and knows what waits for it. Moving it before the code under test has set its
/// timer moves nothing: the timer is then due that much later. So <see cref="TimerAsync"/> first, then <see cref="FakeTimeProvider.Advance"/>.
/// Safe for concurrent use.
/// </summary>
/// <param name="start">What time it is.</param>
public sealed class ManualClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _timers = new();

    /// <summary>A clock at some moment that no test should rely on.</summary>
    public ManualClock() : this(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero))
    {
    }

    /// <summary>Waits, at most <see cref="Deadline.Default"/>, until somebody has set a timer with this due time; one set earlier counts.</summary>
    /// <param name="due">How long from its setting the timer waits: a filter's deadline, for example.</param>
    /// <exception cref="TimeoutException">Nobody has.</exception>
    public Task TimerAsync(TimeSpan due) => Seen(due).Task.Within($"a timer of {due}", Deadline.Default);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Seen(dueTime).TrySetResult();
        return timer;
    }

    private TaskCompletionSource Seen(TimeSpan due) =>
        _timers.GetOrAdd(due, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
