# What filters cost that do nothing, sourced by run.sh: ten plugins, each with one empty filter that is bound to every call.

empty_plugins() { # DIRECTORY
  local i
  for i in 0 1 2 3 4 5 6 7 8 9; do
    mkdir -p "$work/empty/Empty$i"
    cat >"$work/empty/Empty$i/Empty$i.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><EnableDynamicLoading>true</EnableDynamicLoading><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup>
  <ItemGroup><Reference Include="$work/egress/EgressPipeline.Abstractions.dll;$work/egress/EgressPipeline.Policy.Engine.dll" Private="false" /></ItemGroup>
</Project>
XML
    cat >"$work/empty/Empty$i/EmptyFilter.cs" <<CS
using System.Threading;
using System.Threading.Tasks;
using EgressPipeline;

[EgressFilter("empty-$i", "1.0.0")]
public sealed class EmptyFilter : IRequestFilter
{
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken) => new(FilterResult.Continue);
}
CS
    dotnet build "$work/empty/Empty$i" -c Release -o "$1/Empty$i" -v quiet --nologo >/dev/null
  done
}

bindings() {
  local i
  for i in 0 1 2 3 4 5 6 7 8 9; do
    printf -- '---\napiVersion: egresspipeline.dev/v1\nkind: FilterBinding\nmetadata: { name: empty-%d, namespace: default }\nspec: { filter: empty-%d }\n' $i $i
  done
}

filters() {
  say "filters: building ten plugins"
  empty_plugins "$work/plugins"
  hundred_documents "$work/filters-start"
  startup plugins-none --policies "$work/filters-start"
  bindings >"$work/filters-start/bindings.yaml"
  startup plugins-ten --policies "$work/filters-start" --plugins "$work/plugins"
  mkdir -p "$work/filters-policies"
  { policies 10; bindings; } >"$work/filters-policies/all.yaml"
  port[filtered]=$((base + 80))
  start filtered "${port[filtered]}" "$work/egress/egress" run --policies "$work/filters-policies" --plugins "$work/plugins" --concurrency 1 \
    --outbound "127.0.0.1:${port[filtered]}" --proxy 127.0.0.1:0 --admin 127.0.0.1:0 --metrics 127.0.0.1:0
  measure filters rate_http1 egress filtered
}

plugins_start() { awk -v a="$(median plugins-ten egress 3)" -v b="$(median plugins-none egress 3)" 'BEGIN{if (a + 0 > 0) print a - b; else print "-"}'; }
