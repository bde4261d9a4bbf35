using System.Security.Cryptography;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>A cgroup for one test, gone with it; its programs must have ended then.</summary>
internal sealed class TestCgroup : IAsyncDisposable
{
    public TestCgroup(string tree)
    {
        Path = System.IO.Path.Combine(tree, "egress-test-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    /// <summary>Words before a program that make it one of this cgroup's.</summary>
    public string[] Enter => ["sh", "-c", """echo $$ >"$0/cgroup.procs" && exec "$@" """, Path];

    // The last program may still be on its way out when its parent knows that it has ended.
    public async ValueTask DisposeAsync() => await TestKit.Deadline.UntilAsync(IsRemoved, "the programs of the cgroup to end");

    private bool IsRemoved()
    {
        try
        {
            Directory.Delete(Path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
