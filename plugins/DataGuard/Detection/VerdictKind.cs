namespace DataGuard.Detection;

internal enum VerdictKind
{
    Nothing,
    NeedMore,
    Found,
    FoundOpen,
}
