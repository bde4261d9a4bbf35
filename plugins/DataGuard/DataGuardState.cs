using DataGuard.Inspection;
using EgressPipeline;

namespace DataGuard;

/// <summary>What the filter remembers about one call: an inspector for each direction, because both can be under way at once.</summary>
internal sealed class DataGuardState : IFilterState
{
    public MessageInspector Request { get; } = new();

    public MessageInspector Response { get; } = new();

    public void Reset()
    {
        Request.Reset();
        Response.Reset();
    }
}
