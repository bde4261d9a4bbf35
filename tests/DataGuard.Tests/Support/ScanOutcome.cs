using DataGuard.Scanning;

namespace DataGuard.Tests.Support;

/// <summary>What came of a scan.</summary>
internal sealed record ScanOutcome(byte[] Output, long[] Counts, Finding[] Findings, bool Blocked);
