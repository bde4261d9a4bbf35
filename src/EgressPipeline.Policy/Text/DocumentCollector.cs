using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text.Binding;
using EgressPipeline.Policy.Text.Inspection;
using EgressPipeline.Policy.Text.Schemas;

namespace EgressPipeline.Policy.Text;

/// <summary>Sorts documents by kind, checks them against their schema and binds them.</summary>
internal sealed class DocumentCollector(DiagnosticBag bag)
{
    private readonly List<ServiceEntryRule> _serviceEntries = [];
    private readonly List<VirtualServiceRule> _virtualServices = [];
    private readonly List<DestinationRuleRule> _destinationRules = [];
    private readonly List<AuthorizationPolicyRule> _authorizationPolicies = [];
    private readonly List<SidecarRule> _sidecars = [];
    private readonly List<PolicyTestRule> _tests = [];
    private readonly List<FilterBindingRule> _filterBindings = [];
    private readonly List<RequestAuthenticationRule> _requestAuthentications = [];
    private readonly List<EgressLimitsRule> _limits = [];
    private readonly List<ResourceMeta> _skipped = [];
    private readonly Dictionary<string, SourceRef> _seen = new(StringComparer.Ordinal);
    private int _documents;

    /// <summary>Takes a document, or a <c>List</c> of documents.</summary>
    public void Add(YamlNode document)
    {
        if (document is not YamlMapping mapping)
            bag.Report(TextDiagnostics.NotAResource, document.Source, document.Description);
        else if (IsList(mapping))
            AddItems(mapping);
        else
            AddResource(mapping);
    }

    public PolicyDocuments Build(int files) => new()
    {
        Files = files,
        Documents = _documents,
        ServiceEntries = [.. _serviceEntries],
        VirtualServices = [.. _virtualServices],
        DestinationRules = [.. _destinationRules],
        AuthorizationPolicies = [.. _authorizationPolicies],
        Sidecars = [.. _sidecars],
        Tests = [.. _tests],
        FilterBindings = [.. _filterBindings],
        RequestAuthentications = [.. _requestAuthentications],
        Limits = [.. _limits],
        Skipped = [.. _skipped],
        Diagnostics = bag.Items,
    };

    /// <summary><c>kind: List</c> and <c>ServiceEntryList</c> carry documents; both always have items.</summary>
    private static bool IsList(YamlMapping mapping) =>
        mapping.Find("kind") is YamlScalar kind
        && kind.Value.EndsWith("List", StringComparison.Ordinal)
        && (kind.Value == "List" || mapping.Find("items") is YamlSequence);

    private void AddItems(YamlMapping list)
    {
        if (list.Find("items") is not { } items)
            return;
        if (items is not YamlSequence sequence)
        {
            bag.Report(BindingDiagnostics.WrongType, items.Source, "items", "a list", items.Description);
            return;
        }
        foreach (var item in sequence.Items)
            Add(item);
    }

    private void AddResource(YamlMapping document)
    {
        _documents++;
        var header = ResourceHeader.Read(document, bag);
        if (header is null)
            return;
        var kind = PolicyKind.Find(header.ApiVersion, header.Kind);
        if (kind is null)
        {
            Skip(header, document);
            return;
        }
        if (!kind.IsServed(header.ApiVersion))
        {
            bag.Report(TextDiagnostics.VersionNotServed, document.FindEntry("apiVersion")!.Value.Source, header.Kind, header.ApiVersion, kind.VersionHint(header.ApiVersion));
            return;
        }
        if (TemplateCheck.Report(document, bag))
            return;
        SecretCheck.Report(document, bag);
        ResourceHeader.Check(document, bag);
        CheckDuplicate(header);
        Bind(kind, header, document);
    }

    private void Skip(ResourceMeta header, YamlMapping document)
    {
        if (PolicyKind.FindMisspelling(header.ApiVersion, header.Kind) is { } hint)
        {
            bag.Report(TextDiagnostics.UnknownKind, document.FindEntry("kind")!.Value.Source, header.Kind, hint, header.ApiVersion.Split('/')[0]);
            return;
        }
        _skipped.Add(header);
        bag.Report(TextDiagnostics.Skipped, header.Source, header.Kind, header.Name);
    }

    private void CheckDuplicate(ResourceMeta header)
    {
        if (header.Name.Length == 0)
            return;
        if (_seen.TryGetValue(header.Id, out var first))
            bag.Report(TextDiagnostics.DuplicateResource, header.Source, header.Id, first);
        else
            _seen.Add(header.Id, header.Source);
    }

    private void Bind(PolicyKind kind, ResourceMeta header, YamlMapping document)
    {
        var before = bag.ErrorCount;
        kind.Document.Check(document, header.Kind, bag);
        header = header with { HasUnreadFields = bag.ErrorCount > before };
        var spec = new Fieldset(document).Child("spec");
        switch (header.Kind)
        {
            case PolicyKind.ServiceEntry:
                _serviceEntries.Add(ServiceEntryBinder.Bind(header, spec));
                break;
            case PolicyKind.VirtualService:
                _virtualServices.Add(VirtualServiceBinder.Bind(header, spec));
                break;
            case PolicyKind.DestinationRule:
                _destinationRules.Add(DestinationRuleBinder.Bind(header, spec));
                break;
            case PolicyKind.AuthorizationPolicy:
                _authorizationPolicies.Add(AuthorizationPolicyBinder.Bind(header, spec));
                break;
            case PolicyKind.PolicyTest:
                _tests.Add(PolicyTestBinder.Bind(header, spec));
                break;
            case PolicyKind.FilterBinding:
                _filterBindings.Add(FilterBindingBinder.Bind(header, spec));
                break;
            case PolicyKind.RequestAuthentication:
                _requestAuthentications.Add(RequestAuthenticationBinder.Bind(header, spec));
                break;
            case PolicyKind.EgressLimits:
                _limits.Add(EgressLimitsBinder.Bind(header, spec));
                break;
            default:
                _sidecars.Add(SidecarBinder.Bind(header, spec));
                break;
        }
    }
}
