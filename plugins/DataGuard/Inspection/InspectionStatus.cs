namespace DataGuard.Inspection;

/// <summary>How the inspection of a body stands.</summary>
internal enum InspectionStatus
{
    /// <summary>Nothing forbids the body so far.</summary>
    Passing,
    /// <summary>A detector in block mode has found something.</summary>
    Blocked,
    /// <summary>It has a coding that is not known, or several.</summary>
    UnknownCoding,
    /// <summary>It is not what its coding says, or not all of it.</summary>
    Broken,
    /// <summary>It grows beyond the bounds when it is decoded.</summary>
    Expands,
}
