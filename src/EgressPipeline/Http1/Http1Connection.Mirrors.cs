using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Http1;

/// <summary>Copies of the request for the route's mirrors, made of what the service is about to get.</summary>
internal sealed partial class Http1Connection
{
    private void BeginMirrors(HttpRoutePlan route)
    {
        if (_pipeline.Mirrors.TryCopy(_exchange, route) is not { } copy)
            return;
        if (!_bodyBuffered)
        {
            if (IsBodyFiltered)
                copy.Drop(); // the filters have yet to say what the service gets
            else
                _exchange.Copy = copy; // the pump fills it
            return;
        }
        if (IsBodyFiltered)
            _filteredBody!.WritePrepared(copy.BodyWriter);
        else
            WriteBufferedBody(copy.BodyWriter);
        copy.Send();
    }

    private void EndMirrors()
    {
        _exchange.Copy?.Drop();
        _exchange.Copy = null;
    }
}
