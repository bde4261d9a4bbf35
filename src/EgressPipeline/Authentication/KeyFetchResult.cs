namespace EgressPipeline.Authentication;

/// <summary>What became of a call for keys.</summary>
internal enum KeyFetchResult { Ok, Failed }
