namespace EgressPipeline.Interception.Ebpf;

/// <summary>The kernel refused something, in words for the operator. Caught by <see cref="EbpfKeeper"/>, which turns it into a problem.</summary>
internal sealed class BpfException(string message) : Exception(message);
