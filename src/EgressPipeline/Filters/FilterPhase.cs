namespace EgressPipeline.Filters;

/// <summary>The phases that return a result.</summary>
internal enum FilterPhase { Request, RequestBody, Exchange, Response, ResponseBody, Connection }
