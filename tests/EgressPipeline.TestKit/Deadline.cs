using System.Runtime.CompilerServices;

namespace EgressPipeline.TestKit;

/// <summary>Every wait of a test is bounded by this, so that a hang is a failure with a name and not a stuck run.</summary>
public static class Deadline
{
    /// <summary>How long anything on loopback may take on a busy machine before it counts as a hang.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Waits for the task, at most <see cref="Default"/>.</summary>
    /// <exception cref="TimeoutException">The time was used up; names what was waited for.</exception>
    public static async Task<T> Within<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        await Within((Task)task, what);
        return await task;
    }

    /// <inheritdoc cref="Within{T}(Task{T}, string)"/>
    public static Task Within(this Task task, [CallerArgumentExpression(nameof(task))] string what = "") => Within(task, what, Default);

    /// <summary>Waits for the task, at most <paramref name="limit"/>: for programs that work long, such as a build.</summary>
    /// <exception cref="TimeoutException">The time was used up; names what was waited for.</exception>
    public static async Task Within(this Task task, string what, TimeSpan limit)
    {
        using var timer = new CancellationTokenSource();
        if (await Task.WhenAny(task, Task.Delay(limit, timer.Token)) != task)
            throw new TimeoutException($"waited {limit.TotalSeconds:0} s for {what}");
        await timer.CancelAsync();
        await task;
    }

    /// <summary>
    /// Waits until the condition holds, asking again every few milliseconds. For what can only be seen from outside
    /// (a counter of another process, a file); inside one process await the event itself.
    /// </summary>
    /// <exception cref="TimeoutException">It did not hold within <see cref="Default"/>.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        using var limit = new CancellationTokenSource(Default);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"waited {Default.TotalSeconds:0} s until {what}");
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, string)"/>
    public static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        UntilAsync(() => Task.FromResult(condition()), what);
}
