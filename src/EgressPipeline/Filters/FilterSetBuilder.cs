using EgressPipeline.Filters.Options;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Plan;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Filters;

/// <summary>
/// Makes the filters of a plan: finds what its bindings name, binds their options, makes what is new and keeps what did not change. Either all of
/// it works or nothing is left behind. One caller at a time.
/// </summary>
internal sealed class FilterSetBuilder
{
    private readonly FilterCatalogue _catalogue;
    private readonly FilterServices _services;
    private readonly FilterSlot[] _builtIn;
    private readonly HashSet<string> _toldUnbound = new(StringComparer.Ordinal);

    /// <param name="catalogue">What bindings can name, the sidecar's own stages included.</param>
    /// <param name="services">What filters are made of.</param>
    public FilterSetBuilder(FilterCatalogue catalogue, FilterServices services)
    {
        _catalogue = catalogue;
        _services = services;
        _builtIn = [.. catalogue.All.Where(filter => filter.IsBuiltIn).Select(filter => new FilterSlot(0, filter, Make(filter, filter.Name, BreakerPlan.Default, null), null, FilterScope.Everything))];
    }

    public FilterCatalogue Catalogue => _catalogue;

    /// <summary>Makes the filters for a plan.</summary>
    /// <param name="plan">The plan with its bindings.</param>
    /// <param name="previous">The set in force, whose instances are kept where their bindings did not change.</param>
    public FilterBuild Build(EgressPlan plan, FilterSet? previous)
    {
        var bag = new DiagnosticBag();
        var bound = BindingCheck.Check(plan, _catalogue, bag);
        var warnings = Lines(bag, Severity.Warning);
        var problems = Lines(bag, Severity.Error);
        var builtIn = Array.FindAll(_builtIn, slot => slot.Descriptor.IsNeeded?.Invoke(plan) != false);
        var order = problems.Count == 0 ? Order(builtIn, bound, problems) : [];
        var made = problems.Count == 0 ? MakeAll(bound, previous, problems) : [];
        if (problems.Count > 0)
            return new FilterBuild(null, problems, warnings);
        TellUnbound(bound);
        if (bound.Count > 0)
            _services.Watchdog.Start();
        return new FilterBuild(new FilterSet(Place(plan, builtIn, (bound, made), order)), [], warnings);
    }

    private static List<string> Lines(DiagnosticBag bag, Severity severity) =>
        [.. bag.Items.Where(item => item.Severity == severity).Select(item => item.ToString()).Distinct()];

    private int[] Order(FilterSlot[] builtIn, IReadOnlyList<BoundFilter> bound, List<string> problems)
    {
        var entries = builtIn.Select((slot, i) => new FilterOrderEntry(slot.Descriptor.Facts, slot.Stage == FilterStage.Route ? 2 : 0, i, slot.Name))
            .Concat(bound.Select(one => new FilterOrderEntry(one.Descriptor.Facts, 1, one.Binding.Order, one.Binding.Name))).ToArray();
        return FilterOrder.Sort(entries, _catalogue, problems);
    }

    private List<FilterInstance> MakeAll(IReadOnlyList<BoundFilter> bound, FilterSet? previous, List<string> problems)
    {
        var made = new List<FilterInstance>();
        foreach (var one in bound)
        {
            if (Kept(one, previous) is { } kept)
            {
                made.Add(kept.Use());
                continue;
            }
            try
            {
                made.Add(Make(one.Descriptor, one.Binding.Name, one.Binding.Breaker, one.Options).Use());
                made[^1].Key = one.Key;
            }
            catch (Exception failure)
            {
                var reason = (failure as System.Reflection.TargetInvocationException)?.InnerException ?? failure;
                problems.Add(BindingCheck.At(one.Binding, FilterDiagnostics.FilterNotMade, one.Descriptor.Name, reason.Message));
            }
        }
        if (problems.Count > 0)
            foreach (var instance in made)
                _ = instance.ReleaseAsync().AsTask(); // never faults
        return made;
    }

    private static FilterInstance? Kept(BoundFilter one, FilterSet? previous) =>
        previous is null ? null : Array.Find(previous.Slots, slot => !slot.IsBuiltIn && slot.Instance.Key == one.Key)?.Instance;

    private static FilterSlot[] Place(EgressPlan plan, FilterSlot[] builtIn, (IReadOnlyList<BoundFilter> Bound, List<FilterInstance> Made) filters, int[] order)
    {
        var slots = new FilterSlot[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            var at = order[i] - builtIn.Length;
            slots[i] = at < 0
                ? new FilterSlot(i, builtIn[order[i]].Descriptor, builtIn[order[i]].Instance, null, FilterScope.Everything)
                : new FilterSlot(i, filters.Bound[at].Descriptor, filters.Made[at], filters.Bound[at].Binding, FilterScope.Of(filters.Bound[at].Binding, plan));
        }
        return slots;
    }

    private FilterInstance Make(FilterDescriptor filter, string binding, BreakerPlan breaker, object? options)
    {
        var stopping = new CancellationTokenSource();
        var logger = _services.LoggerFactory.CreateLogger("EgressPipeline.Filters." + filter.Name);
        var context = new FilterContext
        {
            FilterName = filter.Name,
            Binding = binding,
            Logger = logger,
            Metrics = _services.Metrics.OwnOf(filter.Name),
            Time = _services.Time,
            Stopping = stopping.Token,
        };
        return new FilterInstance(filter.Factory.Create(context, options), _services.Metrics.Of(filter.Name), new FilterWatch(new FilterBreaker(breaker, _services.Alarm, _services.Time), new FailureLog(_services.Time)), stopping, logger);
    }

    private void TellUnbound(IReadOnlyList<BoundFilter> bound)
    {
        foreach (var filter in _catalogue.All)
            if (!filter.IsBuiltIn && !bound.Any(one => one.Descriptor == filter) && _toldUnbound.Add(filter.Name))
                Log.Unbound(_services.LoggerFactory.CreateLogger("EgressPipeline.Filters"), filter.Name);
    }
}
