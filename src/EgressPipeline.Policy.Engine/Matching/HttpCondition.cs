namespace EgressPipeline.Policy.Matching;

/// <summary>The conditions of an http match, as explanations name them.</summary>
public enum HttpCondition { None, Port, Method, Uri, Scheme, Authority, Headers, WithoutHeaders, QueryParams }
