using System.Net;
using System.Text;
using EgressPipeline.Registry;

namespace EgressPipeline.Dns;

/// <summary>Name servers and search domains of the system, looked up again when the file changed. Safe for concurrent use.</summary>
internal sealed class SystemResolver(string resolvConf, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private sealed record Content(long LookedAt, DateTime Written, IReadOnlyList<IPEndPoint> Servers, byte[][] Domains);

    private volatile Content? _content;

    public IReadOnlyList<IPEndPoint> Servers => Current().Servers;

    /// <summary>The search domains in lower case, each with a dot before it.</summary>
    public byte[][] Domains => Current().Domains;

    private Content Current()
    {
        var content = _content;
        if (content is not null && time.GetElapsedTime(content.LookedAt) < LookEvery)
            return content;
        var written = File.GetLastWriteTimeUtc(resolvConf);
        var now = time.GetTimestamp();
        return _content = content is not null && content.Written == written ? content with { LookedAt = now } : Read(now, written);
    }

    private Content Read(long now, DateTime written)
    {
        var file = ResolvConf.Read(resolvConf);
        var domains = file.Search.Select(static domain => Encoding.UTF8.GetBytes("." + domain.Trim('.').ToLowerInvariant()));
        return new Content(now, written, file.Servers, [.. domains.Where(static domain => domain.Length > 1)]);
    }
}
