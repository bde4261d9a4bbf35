namespace DataGuard.Scanning;

/// <summary>Where something was found; never what.</summary>
/// <param name="Detector">Number of the detector in its <see cref="ScanPlan"/>.</param>
/// <param name="Offset">Bytes of the (decoded) body before it.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct Finding(int Detector, long Offset, long Length);
