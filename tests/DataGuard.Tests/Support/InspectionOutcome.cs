using DataGuard.Inspection;
using DataGuard.Scanning;

namespace DataGuard.Tests.Support;

/// <summary>What came of an inspection.</summary>
internal sealed record InspectionOutcome(InspectionStatus Status, byte[] Output, long[] Counts, Finding[] Findings);
