namespace EgressPipeline;

/// <summary>The ways in which a filter fails, as <c>egress_filter_errors_total</c> counts them.</summary>
public enum FilterFault
{
    /// <summary>A phase threw.</summary>
    Exception,
    /// <summary>A phase took longer than its deadline.</summary>
    Deadline,
    /// <summary>It did what its declared capabilities do not allow, or returned what its phase does not allow.</summary>
    Capability,
    /// <summary>It wrote a header that may not be written.</summary>
    IllegalHeader,
    /// <summary>It called <c>next</c> too often, twice at once, or not at all without giving an answer.</summary>
    Next,
    /// <summary>It used a request, body or connection after the phase that got it.</summary>
    UseAfterPhase,
    /// <summary>It was not called because it had failed too often in a row.</summary>
    BreakerOpen,
    /// <summary>It changed the length of a body of which it had said that it would not.</summary>
    BodyLength,
}
