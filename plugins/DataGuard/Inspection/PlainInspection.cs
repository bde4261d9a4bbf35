using DataGuard.Scanning;

namespace DataGuard.Inspection;

/// <summary>A body without a coding: what the scanner gives out is what is sent on.</summary>
internal sealed class PlainInspection(BodyScanner scanner) : BodyInspection(scanner)
{
    public override ReadOnlySpan<byte> Ready => Scanner.Ready;

    public void Begin(ScanPlan plan) => Scanner.Begin(plan);

    public override InspectionStatus Take(ref ReadOnlySpan<byte> rest)
    {
        Scanner.Append(ref rest);
        return Status;
    }

    public override InspectionStatus Complete()
    {
        Scanner.Complete();
        return Status;
    }

    public override void Release() => Scanner.Release();

    public override bool GiveUp() => false;

    private InspectionStatus Status => Scanner.Blocked ? InspectionStatus.Blocked : InspectionStatus.Passing;
}
