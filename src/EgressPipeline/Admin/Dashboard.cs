namespace EgressPipeline.Admin;

/// <summary>The page at <c>/</c>: counts, refused calls and clusters, refreshed by itself. No assets from elsewhere.</summary>
internal static class Dashboard
{
    public const string Page = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>EgressPipeline</title>
        <link rel="stylesheet" href="/dashboard.css">
        <h1>EgressPipeline <small id="version"></small></h1>
        <p id="health"></p>
        <h2>Calls</h2>
        <table id="calls"><thead><tr><th>Destination<th>Status<th>Flags<th class="number">Count</thead><tbody></tbody></table>
        <h2>Refused lately</h2>
        <table id="denials"><thead><tr><th>When<th>Target<th>Call<th>Reason<th>Rule<th>Nearest</thead><tbody></tbody></table>
        <h2>Clusters</h2>
        <table id="clusters"><thead><tr><th>Cluster<th>TLS<th class="number">Active<th>Endpoints</thead><tbody></tbody></table>
        <p>As JSON: <a href="/config">config</a> <a href="/clusters">clusters</a> <a href="/decisions">decisions</a> <a href="/stats">stats</a> <a href="/certs">certs</a> <a href="/health">health</a></p>
        <script src="/dashboard.js"></script>
        </html>
        """;

    public const string Style = """
        body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1d2733; }
        h1 small { font-weight: normal; color: #667; font-size: 1rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #dde; vertical-align: top; overflow-wrap: anywhere; }
        .number { text-align: right; }
        .bad { color: #a4141c; }
        a { margin-right: .75rem; }
        """;

    // Texts come from callers: they are only ever set as text, never as markup.
    public const string Script = """
        'use strict';
        const get = async path => (await fetch(path)).json();
        const fill = (id, rows) => {
          const body = document.querySelector('#' + id + ' tbody');
          body.replaceChildren(...rows.map(cells => {
            const row = document.createElement('tr');
            for (const cell of cells) {
              const td = document.createElement('td');
              td.textContent = cell ?? '';
              if (typeof cell === 'number') td.className = 'number';
              row.append(td);
            }
            return row;
          }));
        };
        const refresh = async () => {
          const [version, health, stats, denials, clusters] = await Promise.all(['/version', '/health', '/stats', '/decisions', '/clusters'].map(get));
          document.querySelector('#version').textContent = version.version;
          const line = document.querySelector('#health');
          const failed = health.policies?.last_reload_errors ?? [];
          line.textContent = health.status + (health.policies ? ', policies generation ' + health.policies.generation : '') + (failed.length ? '; the last reload was refused: ' + failed[0] : '');
          line.className = failed.length || health.status !== 'ready' ? 'bad' : '';
          fill('calls', stats.istio_requests_total.sort((a, b) => b.value - a.value).slice(0, 50)
            .map(s => [s.labels.destination_service_name, s.labels.response_code, s.labels.response_flags, s.value]));
          fill('denials', denials.latest.slice(0, 50)
            .map(d => [new Date(d.at).toLocaleTimeString(), d.target, [d.method, d.path].filter(Boolean).join(' '), d.reason, [d.rule, d.source].filter(Boolean).join(' '), d.nearest_miss]));
          fill('clusters', clusters.slice(0, 200)
            .map(c => [c.name, c.tls, c.active_requests, c.endpoints.map(e => e.address + (e.ejected ? ' (ejected)' : '')).join(', ')]));
        };
        const loop = () => refresh().catch(error => { document.querySelector('#health').textContent = String(error); }).finally(() => setTimeout(loop, 3000));
        loop();
        """;
}
