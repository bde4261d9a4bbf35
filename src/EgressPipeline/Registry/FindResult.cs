using EgressPipeline.Clusters;

namespace EgressPipeline.Registry;

/// <summary>The endpoints a call may go to, or why there are none.</summary>
internal readonly record struct FindResult(EndpointGroup? Group, EgressError Error, string Detail)
{
    public static FindResult Found(EndpointGroup group) => new(group, EgressError.None, "");

    public static FindResult Failed(EgressError error, string detail) => new(null, error, detail);
}
