namespace EgressPipeline.Limits;

/// <summary>Which of a limit's bounds was reached. Members count up from 0: they are labels of metrics.</summary>
internal enum LimitBound
{
    /// <summary>Requests in a time.</summary>
    Requests,

    /// <summary>Relayed connections begun in a time.</summary>
    Connections,

    /// <summary>Calls at once.</summary>
    Concurrency,

    /// <summary>Requests at once, by how long they take.</summary>
    AdaptiveConcurrency,

    /// <summary>Bytes of the day.</summary>
    BytesPerDay,
}
