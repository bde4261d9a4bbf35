using CredentialInjection.Bytes;

namespace CredentialInjection.Aws;

/// <summary>The path as the signature sees it.</summary>
internal static class CanonicalPath
{
    /// <summary>Appends the canonical form of a path as it is sent.</summary>
    /// <param name="path">The path, without query.</param>
    /// <param name="form">What the service expects.</param>
    /// <param name="target">Where to.</param>
    public static void Write(ReadOnlySpan<byte> path, PathForm form, ref PooledBuffer target)
    {
        if (path.IsEmpty)
            path = "/"u8;
        switch (form)
        {
            case PathForm.Plain:
                target.WriteEscaped(path, keepSlash: true);
                return;
            case PathForm.ObjectKey:
                WriteObjectKey(path, ref target);
                return;
            default:
                WriteNormalized(path, ref target);
                return;
        }
    }

    /// <summary>S3 decodes the path, every byte of the key counts, and encodes it once.</summary>
    private static void WriteObjectKey(ReadOnlySpan<byte> path, ref PooledBuffer target)
    {
        while (!path.IsEmpty)
            target.WriteEscaped(PercentCoding.Take(ref path), keepSlash: true);
    }

    /// <summary>Empty and dot segments go, double dots take the segment before with them; a slash at the end stays.</summary>
    private static void WriteNormalized(ReadOnlySpan<byte> path, ref PooledBuffer target)
    {
        var kept = new PooledBuffer(path.Length + 1);
        foreach (var range in path.Split((byte)'/'))
        {
            var segment = path[range];
            if (segment.IsEmpty || segment.SequenceEqual("."u8))
                continue;
            if (segment.SequenceEqual(".."u8))
            {
                kept.Truncate(Math.Max(0, kept.Written.LastIndexOf((byte)'/')));
                continue;
            }
            kept.Write((byte)'/');
            kept.Write(segment);
        }
        if (path[^1] == '/' || kept.Length == 0)
            kept.Write((byte)'/');
        target.WriteEscaped(kept.Written, keepSlash: true);
        kept.Dispose();
    }
}
