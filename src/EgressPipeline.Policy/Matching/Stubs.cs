// Replaced by the rules and authorization work; the signatures are the contract with the runtime.
namespace EgressPipeline.Policy.Authorization
{
    public sealed class AuthorizationPlan { }
}
