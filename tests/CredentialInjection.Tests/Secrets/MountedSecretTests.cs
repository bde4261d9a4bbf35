using System.Text;
using CredentialInjection.Secrets;
using CredentialInjection.Tests.Support;
using EgressPipeline.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace CredentialInjection.Tests.Secrets;

public sealed class MountedSecretTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CollectedLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Secret_PresentAtTheStart_CountsAtOnceWithoutItsLineBreak()
    {
        using var secret = Mount(_folder.Write("key", " s3cret \r\n"));
        Assert.Equal("s3cret", Text(secret));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Secret_MissingAtTheStart_IsNoneUntilTheFileComes()
    {
        using var secret = Mount(_folder.File("key"));
        Assert.Null(secret.Current);
        Assert.Contains("does not exist", Assert.Single(_log.Lines), StringComparison.Ordinal);

        _folder.Write("key", "late");
        Look(secret);

        Assert.Equal("late", Text(secret));
    }

    [Fact]
    public void Secret_Changed_IsTakenByTwoLooksThatFindTheSame()
    {
        using var secret = Mount(_folder.Write("key", "one"));
        _folder.Write("key", "two");

        _time.Advance(Interval - TimeSpan.FromTicks(1));
        Assert.Equal("one", Text(secret));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("one", Text(secret));
        _time.Advance(MountedSecret<byte[]>.Settle);

        Assert.Equal("two", Text(secret));
        Assert.Contains("changed", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_BeingWritten_IsNotTakenHalf()
    {
        using var secret = Mount(_folder.Write("key", "one"));
        File.WriteAllText(_folder.File("key"), "tw");
        _time.Advance(Interval);
        File.WriteAllText(_folder.File("key"), "two");
        _time.Advance(MountedSecret<byte[]>.Settle);
        Assert.Equal("one", Text(secret));
        _time.Advance(MountedSecret<byte[]>.Settle);
        Assert.Equal("two", Text(secret));
    }

    [Fact]
    public void Secret_MissingForAMoment_StaysInUse()
    {
        using var secret = Mount(_folder.Write("key", "one"));
        File.Delete(_folder.File("key"));
        _time.Advance(Interval);
        _folder.Write("key", "one");
        _time.Advance(MountedSecret<byte[]>.Settle);
        _time.Advance(Interval);
        Assert.Equal("one", Text(secret));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Secret_Taken_IsGone()
    {
        using var secret = Mount(_folder.Write("key", "one"));
        File.Delete(_folder.File("key"));
        Look(secret);
        Assert.Null(secret.Current);
        Look(secret);
        Assert.Single(_log.Lines); // said once, not at every look
    }

    [Fact]
    public void Secret_SwappedBySymbolicLinkAsKubernetesDoes_IsTaken()
    {
        _folder.Write("gen1/key", "one");
        _folder.Write("gen2/key", "two");
        Directory.CreateSymbolicLink(_folder.File("..data"), "gen1");
        File.CreateSymbolicLink(_folder.File("key"), "..data/key");
        using var secret = Mount(_folder.File("key"));
        Assert.Equal("one", Text(secret));

        Directory.Delete(_folder.File("..data"));
        Directory.CreateSymbolicLink(_folder.File("..data"), "gen2");
        Look(secret);

        Assert.Equal("two", Text(secret));
    }

    [Fact]
    public void Secret_OfTwoFiles_NeverMixesGenerations()
    {
        var paths = new[] { _folder.Write("id", "id1"), _folder.Write("key", "key1") };
        using var secret = new MountedSecret<string>(paths, files => Encoding.ASCII.GetString(files[0]) + Encoding.ASCII.GetString(files[1]), (_time, Interval), _log);
        _folder.Write("id", "id2");
        _time.Advance(Interval);
        _folder.Write("key", "key2");
        _time.Advance(MountedSecret<byte[]>.Settle);
        Assert.Equal("id1key1", secret.Current);
        _time.Advance(MountedSecret<byte[]>.Settle);
        Assert.Equal("id2key2", secret.Current);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n", "is empty")]
    public void Secret_WithoutContent_IsNone(string content, string expected)
    {
        using var secret = Mount(_folder.Write("key", content));
        Assert.Null(secret.Current);
        Assert.Contains(expected, Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_OfTheLargestSize_IsReadAndOneByteMoreIsNot()
    {
        using var largest = Mount(_folder.Write("largest", new string('x', FileContents.MaxBytes)));
        Assert.Equal(FileContents.MaxBytes, largest.Current!.Length);
        using var larger = Mount(_folder.Write("larger", new string('x', FileContents.MaxBytes + 1)));
        Assert.Null(larger.Current);
        Assert.Contains("larger than 64 KiB", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/")]
    [InlineData("/dev/null")]
    [InlineData("\0")]
    public void Secret_ThatIsNoFile_IsNone(string path)
    {
        using var secret = Mount(path);
        Assert.Null(secret.Current);
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void Secret_WhoseUseFails_IsNoneAndIsNotQuoted()
    {
        using var secret = new MountedSecret<byte[]>([_folder.Write("key", "hidden")], static files => throw new FormatException(Encoding.ASCII.GetString(files[0])), (_time, Interval), _log);
        Assert.Null(secret.Current);
        Assert.DoesNotContain("hidden", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_Disposed_IsNotLookedAtAnyMore()
    {
        var secret = Mount(_folder.Write("key", "one"));
        secret.Dispose();
        _folder.Write("key", "two");
        Look(secret);
        Assert.Equal("one", Text(secret));
    }

    private MountedSecret<byte[]> Mount(string path) => new([path], static files => files[0], (_time, Interval), _log);

    private void Look(MountedSecret<byte[]> _)
    {
        _time.Advance(Interval);
        _time.Advance(MountedSecret<byte[]>.Settle);
    }

    private static string Text(MountedSecret<byte[]> secret) => Encoding.ASCII.GetString(secret.Current!);
}
