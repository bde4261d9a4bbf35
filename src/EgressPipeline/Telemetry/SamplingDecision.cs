namespace EgressPipeline.Telemetry;

/// <summary>What a caller decided about recording its trace.</summary>
internal enum SamplingDecision
{
    /// <summary>Left to us.</summary>
    Deferred,
    NotSampled,
    Sampled,
    /// <summary>B3's debug flag: sampled, whatever else says.</summary>
    Debug,
}
