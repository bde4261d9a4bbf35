namespace EgressPipeline.Http;

/// <summary>The methods the proxy treats by name; every other valid token is <see cref="Other"/>.</summary>
public enum KnownMethod
{
    Other,
    Get,
    Head,
    Post,
    Put,
    Delete,
    Connect,
    Options,
    Trace,
    Patch,
}
