using EgressPipeline.Http;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Pipeline;

/// <summary>Path and query: as sent by the application, as judged, and as forwarded.</summary>
internal sealed partial class HttpExchange
{
    private byte[] _judgedQuery = [];
    private int _judgedQueryLength;
    private int _pathLength;
    private bool _pathChanged;
    private bool _targetRewritten;

    public override bool TrySetTarget(ReadOnlySpan<byte> pathAndQuery)
    {
        var query = pathAndQuery.IndexOf((byte)'?');
        if (_headSent || pathAndQuery.Contains((byte)'#') || !PathNormalizer.IsAcceptable(query < 0 ? pathAndQuery : pathAndQuery[..query]))
            return false;
        if (Snapshot.Filters.Slots[Slot].Stage == FilterStage.Request)
        {
            RewriteTarget(pathAndQuery);
            return true;
        }
        // Before routing it counts as called by the application: what is judged is what is sent.
        RequestHead.SetOriginForm(pathAndQuery);
        NormalizePath();
        return true;
    }

    /// <summary>Replaces path and query of what is forwarded; the facts that were judged stay.</summary>
    public void RewriteTarget(ReadOnlySpan<byte> pathAndQuery)
    {
        if (!_targetRewritten)
            KeepJudgedTarget();
        RequestHead.SetOriginForm(pathAndQuery);
        _targetRewritten = true;
    }

    /// <summary>
    /// Gives the target the form that a server expects. A path that normalisation changed is forwarded normalised:
    /// what was judged is what is sent.
    /// </summary>
    public void FinishTarget()
    {
        if (_targetRewritten)
            return;
        if (!_pathChanged)
        {
            if (RequestHead.Form == TargetForm.Absolute)
                RequestHead.SetOriginForm();
            return;
        }
        var query = RequestHead.Query;
        var length = _pathLength;
        if (!query.IsEmpty)
        {
            if (_path.Length < length + 1 + query.Length)
                Array.Resize(ref _path, length + 1 + query.Length);
            _path[length++] = (byte)'?';
            query.CopyTo(_path.AsSpan(length));
            length += query.Length;
        }
        RequestHead.SetOriginForm(_path.AsSpan(0, length));
    }

    private void KeepJudgedTarget()
    {
        if (!_pathChanged)
        {
            RequestHead.Path.CopyTo(_path);
            _pathLength = RequestHead.Path.Length;
        }
        var query = RequestHead.Query;
        if (_judgedQuery.Length < query.Length)
            _judgedQuery = new byte[query.Length];
        query.CopyTo(_judgedQuery);
        _judgedQueryLength = query.Length;
    }

    private void NormalizePath()
    {
        var raw = RequestHead.Path;
        if (_path.Length <= raw.Length)
            _path = new byte[Math.Max(256, raw.Length + 1)]; // normalising may put a slash in front
        var normalized = PathNormalizer.Normalize(raw, _path);
        _pathChanged = !normalized.SequenceEqual(raw);
        if (!_pathChanged)
            return;
        _pathLength = normalized.Length;
        if (!normalized.Overlaps(_path))
            normalized.CopyTo(_path);
    }
}
