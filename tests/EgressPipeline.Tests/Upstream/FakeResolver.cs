using System.Net;
using EgressPipeline.Registry;

namespace EgressPipeline.Tests.Upstream;

/// <summary>Answers from a script and counts the questions.</summary>
internal sealed class FakeResolver : INameResolver
{
    private int _questions;

    public Func<string, NameAnswer> Answer { get; set; } = name => NameAnswer.NotFound(TimeSpan.FromSeconds(5), $"{name} is unknown");

    public int Questions => Volatile.Read(ref _questions);

    public void Set(int ttlSeconds, params string[] addresses) =>
        Answer = _ => NameAnswer.Found([.. addresses.Select(IPAddress.Parse)], TimeSpan.FromSeconds(ttlSeconds));

    public void Fail() => Answer = name => NameAnswer.Failed($"{name} cannot be resolved: the name server answered ServerFailure");

    public ValueTask<NameAnswer> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _questions);
        return ValueTask.FromResult(Answer(name));
    }
}
