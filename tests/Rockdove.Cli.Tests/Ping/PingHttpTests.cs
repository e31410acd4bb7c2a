using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Rockdove.Prober;
using Rockdove.Prober.Tests;
using Rockdove.Testing;
using Rockdove.Web;

namespace Rockdove.Cli.Tests;

/// <summary>The HTTP API of a prober.</summary>
public sealed class PingHttpTests
{
    [Fact]
    public async Task The_matrix_of_a_moment_of_a_run_and_of_now()
    {
        await using var ping = await StartAsync();
        await FillAsync(ping);

        var now = await ping.GetAsync("/api/v1/matrix");
        Assert.Equal(["ann", "ben", "carl"], Texts(now.GetProperty("accounts"), "name"));
        Assert.Equal(3, now.GetProperty("cells").GetArrayLength());
        var cell = now.GetProperty("cells").EnumerateArray().Single(one => one.GetProperty("to").GetString() == "carl");
        Assert.Equal("delivered", cell.GetProperty("outcome").GetString());
        Assert.Equal(60, cell.GetProperty("deliverySeconds").GetDouble());

        var before = await ping.GetAsync("/api/v1/matrix?at=2026-03-01T13:30:00%2B01:00");
        var unencoded = await ping.GetAsync("/api/v1/matrix?at=2026-03-01T13:30:00+01:00");
        Assert.Equal($"{before}", $"{unencoded}");
        Assert.Equal(1, before.GetProperty("cells").GetArrayLength());

        var run = await ping.GetAsync($"/api/v1/matrix?timestamp={Later.ToUnixTimeSeconds()}");
        Assert.Equal(["bounced", "delivered"], Texts(run.GetProperty("cells"), "outcome").Order());
    }

    [Fact]
    public async Task Rows_and_columns_are_summed_up()
    {
        await using var ping = await StartAsync();
        await FillAsync(ping);

        var senders = await ping.GetAsync("/api/v1/senders?since=2026-03-01&until=2026-03-02");
        Assert.Equal(["ann", "ben"], Texts(senders, "account").Where(name => name != "carl"));
        var ann = senders[0].GetProperty("probes");
        Assert.Equal(2, ann.GetProperty("good").GetInt64());
        Assert.Equal(1, ann.GetProperty("successRatio").GetDouble());
        var receivers = await ping.GetAsync("/api/v1/receivers?since=2026-03-01&until=2026-03-02");
        Assert.Contains("carl", Texts(receivers, "account"));
    }

    [Fact]
    public async Task The_history_of_a_pair_by_probe_hour_and_day()
    {
        await using var ping = await StartAsync();
        await FillAsync(ping);
        const string Pair = "from=ben&to=ann&since=2026-03-01&until=2026-03-02";

        var probe = Assert.Single((await ping.GetAsync($"/api/v1/pair/probes?{Pair}")).EnumerateArray());
        Assert.Equal("bounced", probe.GetProperty("outcome").GetString());
        Assert.Equal("It was bounced.", probe.GetProperty("error").GetString());
        foreach (var path in new[] { "hours", "days" })
        {
            var span = Assert.Single((await ping.GetAsync($"/api/v1/pair/{path}?{Pair}")).EnumerateArray());
            Assert.Equal(1, span.GetProperty("probes").GetProperty("failed").GetInt64());
        }
    }

    [Fact]
    public async Task A_probe_has_its_phases_and_its_transcripts_as_text()
    {
        await using var ping = await StartAsync();
        var run = await ping.Results.RunAsync("ann", "ben");
        var id = await ping.Results.ProbeAsync(run, "ann", "ben", ProbeOutcome.Bounced);
        var said = Encoding.UTF8.GetBytes("S: 550 <script>alert(1)</script>\r\n");
        await ping.Results.Journal.AddTranscriptAsync(
            id, "ann", new KeptTranscript("smtp", TemporaryJournal.Noon, "smtp.ann.example:587", said, true),
            RockdoveProcess.Patience);

        var probe = await ping.GetAsync($"/api/v1/probes/{id}");
        Assert.Equal("connect", Texts(probe.GetProperty("phases"), "stage").First());
        var transcript = Assert.Single(probe.GetProperty("transcripts").EnumerateArray()).GetProperty("id").GetInt64();
        using var text = await ping.SendAsync(HttpMethod.Get, $"/api/v1/transcripts/{transcript}");
        Assert.Equal("text/plain", text.Content.Headers.ContentType!.MediaType);
        Assert.Equal(said, await text.Content.ReadAsByteArrayAsync(RockdoveProcess.Patience));
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("runs/1/probes")]
    [InlineData("checks")]
    [InlineData("checks/changes?subject=example.org")]
    [InlineData("certificates")]
    [InlineData("clocks")]
    [InlineData("alerts")]
    [InlineData("alerts?open")]
    [InlineData("alerts/1/notifications")]
    [InlineData("transcripts?account=ann")]
    public async Task What_there_is_none_of_is_an_empty_list(string path)
    {
        await using var ping = await StartAsync();

        Assert.Equal(JsonValueKind.Array, (await ping.GetAsync($"/api/v1/{path}")).ValueKind);
    }

    [Fact]
    public async Task Checks_and_alerts_that_are_kept_are_told()
    {
        await using var ping = await StartAsync();
        await ping.Results.Journal.KeepAsync(
            new KeptCheck("example.org", "spf", 2, TemporaryJournal.Noon, "v=spf1 +all"), RockdoveProcess.Patience);

        var check = Assert.Single((await ping.GetAsync("/api/v1/checks")).EnumerateArray());
        Assert.Equal("v=spf1 +all", check.GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("matrix?at=soon", "at=soon is no time")]
    [InlineData("matrix?at=2026-03-01&timestamp=5", "choose one")]
    [InlineData("matrix?timestamp=-1", "allowed is a whole number from 0")]
    [InlineData("senders?since=2026-03-02&until=2026-03-01", "since is after until")]
    [InlineData("senders?since=2000-01-01&until=2026-03-01", "more than 1098 days")]
    [InlineData("pair/hours?from=ann&to=ben&since=2026-01-01&until=2026-03-01", "more than 31 days")]
    [InlineData("pair/probes?from=ann", "to is missing")]
    [InlineData("runs?limit=0", "allowed is a whole number from 1 to 1000")]
    [InlineData("runs?limit=1001", "allowed is a whole number from 1 to 1000")]
    [InlineData("alerts?open=maybe", "allowed are true and false")]
    public async Task A_query_that_makes_no_sense_is_a_problem(string path, string detail)
    {
        await using var ping = await StartAsync();

        var (status, problem) = await ping.AskAsync(HttpMethod.Get, $"/api/v1/{path}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.Contains(detail, problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("runs?limit=1")]
    [InlineData("runs?limit=1000")]
    [InlineData("pair/hours?from=ann&to=ben&since=2026-01-29&until=2026-03-01")]
    [InlineData("senders?since=2023-02-27&until=2026-03-01")]
    public async Task What_is_at_a_limit_is_answered(string path)
    {
        await using var ping = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await ping.AskAsync(HttpMethod.Get, $"/api/v1/{path}")).Status);
    }

    [Theory]
    [InlineData("/api/v1/probes/5")]
    [InlineData("/api/v1/transcripts/5")]
    [InlineData("/api/v1/matrix?timestamp=5")]
    [InlineData("/matrix.svg?timestamp=5")]
    public async Task What_is_not_there_is_a_problem(string path)
    {
        await using var ping = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await ping.AskAsync(HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task The_picture_is_what_the_command_line_draws_and_may_run_nothing()
    {
        await using var ping = await StartAsync();
        await FillAsync(ping);

        using var picture = await ping.SendAsync(HttpMethod.Get, "/matrix.svg?scheme=light");

        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'none'", Assert.Single(picture.Headers.GetValues("Content-Security-Policy")));
        var svg = XDocument.Parse(await picture.Content.ReadAsStringAsync(RockdoveProcess.Patience));
        Assert.Contains(svg.Descendants(), one => one.Value == "ben → ann: bounced");
        using var classic = await ping.SendAsync(HttpMethod.Get, "/matrix.svg?classic&at=2026-03-01T13:59:00Z");
        Assert.Contains("ERR", await classic.Content.ReadAsStringAsync(RockdoveProcess.Patience));
        using var odd = await ping.SendAsync(HttpMethod.Get, "/matrix.svg?scheme=pink");
        Assert.Equal(HttpStatusCode.BadRequest, odd.StatusCode);
    }

    [Theory, InlineData(null, "text/plain"), InlineData("application/openmetrics-text", "application/openmetrics-text")]
    public async Task Metrics_are_in_the_format_that_is_wanted(string? accept, string type)
    {
        await using var ping = await StartAsync(new PingWebOptions { Metrics = open => open ? "open" : "plain" });

        using var metrics = await ping.SendAsync(
            HttpMethod.Get, "/metrics", accept is null ? [] : [("Accept", accept)]);

        Assert.Equal(type, metrics.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            accept is null ? "plain" : "open", await metrics.Content.ReadAsStringAsync(RockdoveProcess.Patience));
    }

    [Fact]
    public async Task Without_somebody_who_counts_or_connects_there_is_no_such_path()
    {
        await using var ping = await StartAsync();

        foreach (var path in new[] { "/metrics", "/probe?target=127.0.0.1:25" })
        {
            using var response = await ping.SendAsync(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_probe_that_is_wished_is_on_its_way_or_says_why_not()
    {
        await using var ping = await StartAsync(new PingWebOptions
        {
            ProbeNow = (pair, _) => Task.FromResult(pair switch
            {
                ("ann", "ben") => new ProbeNowAnswer(ProbeNowStatus.Accepted, 7, null),
                ("ben", "ann") => new ProbeNowAnswer(ProbeNowStatus.NotNow, null, "ben has sent 500 mails today."),
                _ => new ProbeNowAnswer(ProbeNowStatus.UnknownPair, null, null),
            }),
        });

        using var accepted = await ping.SendAsync(HttpMethod.Post, "/api/probe?from=ann&to=ben");
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("/api/v1/probes/7", accepted.Headers.Location!.ToString());
        var (status, problem) = await ping.AskAsync(HttpMethod.Post, "/api/v1/probe?from=ben&to=ann");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("ben has sent 500 mails today.", problem.GetProperty("detail").GetString());
        (status, _) = await ping.AskAsync(HttpMethod.Post, "/api/probe?from=ann&to=x");
        Assert.Equal(HttpStatusCode.NotFound, status);
        (status, _) = await ping.AskAsync(HttpMethod.Post, "/api/probe?from=ann");
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task Results_alone_send_nothing()
    {
        await using var ping = await StartAsync();

        Assert.Equal(
            HttpStatusCode.Conflict, (await ping.AskAsync(HttpMethod.Post, "/api/probe?from=ann&to=ben")).Status);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Another_site_may_not_have_mail_sent(string name, string value)
    {
        await using var ping = await StartAsync(new PingWebOptions
        {
            ProbeNow = (_, _) => throw new InvalidOperationException("It was asked."),
        });

        using var response = await ping.SendAsync(HttpMethod.Post, "/api/probe?from=ann&to=ben", (name, value));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_name_that_is_not_ours_is_refused_and_one_that_is_allowed_is_not()
    {
        await using var ping = await StartAsync(new PingWebOptions { HostNames = ["ping.example"] });

        using var evil = await ping.SendAsync(HttpMethod.Get, "/api/v1/runs", ("Host", "evil.example"));
        using var ours = await ping.SendAsync(HttpMethod.Get, "/api/v1/runs", ("Host", "ping.example"));

        Assert.Equal(HttpStatusCode.Forbidden, evil.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ours.StatusCode);
    }

    [Fact]
    public async Task A_look_at_a_port_is_told_as_blackbox_exporter_tells_it()
    {
        await using var ping = await StartAsync(new PingWebOptions
        {
            ConnectTargets = () => ["mx.example.org:25"],
            Connect = (target, _) => Task.FromResult(Report(target, CheckStatus.Warning)),
        });

        using var response = await ping.SendAsync(HttpMethod.Get, "/probe?target=MX.example.org:25");

        Assert.Equal(
            """
            # HELP probe_success Whether everything was in order, notices and warnings aside.
            # TYPE probe_success gauge
            probe_success 1
            # HELP probe_duration_seconds How long it took.
            # TYPE probe_duration_seconds gauge
            probe_duration_seconds 0.25
            # HELP probe_check_status 0 ok, 1 notice, 2 warning, 3 fail, 4 error, 5 untested.
            # TYPE probe_check_status gauge
            probe_check_status{check="tls",subject="MX.example.org:25"} 2

            """,
            await response.Content.ReadAsStringAsync(RockdoveProcess.Patience));
    }

    [Fact]
    public async Task A_look_that_fails_has_no_success()
    {
        await using var ping = await StartAsync(new PingWebOptions
        {
            ConnectsAnywhere = true,
            Connect = (target, _) => Task.FromResult(Report(target, CheckStatus.Fail)),
        });

        using var response = await ping.SendAsync(HttpMethod.Get, "/probe?target=192.0.2.1:25");

        Assert.Contains("\nprobe_success 0\n", await response.Content.ReadAsStringAsync(RockdoveProcess.Patience));
    }

    [Theory]
    [InlineData("/probe?target=internal.example:22", HttpStatusCode.Forbidden)]
    [InlineData("/probe?target=example.org", HttpStatusCode.BadRequest)]
    [InlineData("/probe?target=http://mx.example.org:25/", HttpStatusCode.BadRequest)]
    [InlineData("/probe", HttpStatusCode.BadRequest)]
    public async Task Nobody_is_connected_to_what_is_no_account_of_ours(string path, HttpStatusCode status)
    {
        await using var ping = await StartAsync(new PingWebOptions
        {
            ConnectTargets = () => ["mx.example.org:25"],
            Connect = (_, _) => throw new InvalidOperationException("It was asked."),
        });

        Assert.Equal(status, (await ping.AskAsync(HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task A_prober_that_is_starting_says_so_instead_of_refusing_its_own_servers()
    {
        await using var ping = await StartAsync(new PingWebOptions
        {
            ConnectTargets = () => [],
            Connect = (_, _) => throw new InvalidOperationException("It was asked."),
        });

        using var response = await ping.SendAsync(HttpMethod.Get, "/probe?target=mx.example.org:25");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Another_site_may_not_have_us_connect()
    {
        await using var ping = await StartAsync(new PingWebOptions
        {
            ConnectsAnywhere = true,
            Connect = (_, _) => throw new InvalidOperationException("It was asked."),
        });

        using var response = await ping.SendAsync(
            HttpMethod.Get, "/probe?target=mx.example.org:25", ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Health_says_whether_probes_can_be_sent()
    {
        string? trouble = null;
        await using var ping = await StartAsync(new PingWebOptions { Trouble = () => trouble });

        using var alive = await ping.SendAsync(HttpMethod.Get, "/livez");
        Assert.Equal("ok", await alive.Content.ReadAsStringAsync(RockdoveProcess.Patience));
        using var ready = await ping.SendAsync(HttpMethod.Get, "/readyz");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        trouble = "Another prober holds the results.";
        var (status, problem) = await ping.AskAsync(HttpMethod.Get, "/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(trouble, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_used_is_told_and_the_one_before_stays()
    {
        var answer = new ReloadAnswer([], ["listen"]);
        await using var ping = await StartAsync(new PingWebOptions { Reload = _ => Task.FromResult(answer) });

        var (status, done) = await ping.AskAsync(HttpMethod.Post, "/-/reload");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("listen", Assert.Single(done.GetProperty("needRestart").EnumerateArray()).GetString());

        answer = new ReloadAnswer(["ping.json:2: acounts is an unknown key"], []);
        (status, var problem) = await ping.AskAsync(HttpMethod.Post, "/-/reload");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal(
            "The one before stays. ping.json:2: acounts is an unknown key", problem.GetProperty("detail").GetString());
        using var evil = await ping.SendAsync(HttpMethod.Post, "/-/reload", ("Origin", "http://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, evil.StatusCode);
    }

    [Fact]
    public async Task Results_that_cannot_be_read_are_a_problem_and_not_an_empty_answer()
    {
        await using var ping = await StartAsync();
        ping.Results.Execute("DROP TABLE check_state");

        var (status, problem) = await ping.AskAsync(HttpMethod.Get, "/api/v1/checks");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("check_state", problem.GetProperty("detail").GetString());
    }

    private static DateTimeOffset Later { get; } = TemporaryJournal.Noon.AddHours(1);

    private static Task<RunningPing> StartAsync(PingWebOptions? options = null) => RunningPing.StartAsync(
        (options ?? new PingWebOptions()) with { Clock = new ManualTimeProvider(TemporaryJournal.Noon.AddHours(2)) });

    private static async Task FillAsync(RunningPing ping)
    {
        var first = await ping.Results.RunAsync("ann", "ben", "carl");
        await ping.Results.ProbeAsync(first, "ann", "carl", ProbeOutcome.Delivered, 60);
        var second = await ping.Results.RunAsync(Later, "once", "ann", "ben", "carl");
        await ping.Results.ProbeAsync(second, "ann", "ben", ProbeOutcome.Delivered, 3, Later);
        await ping.Results.ProbeAsync(second, "ben", "ann", ProbeOutcome.Bounced, null, Later);
        await ping.Results.Journal.SumUpAsync(RockdoveProcess.Patience);
    }

    private static CheckReport Report(CheckTarget target, CheckStatus status) => new()
    {
        Target = target,
        Started = TemporaryJournal.Noon,
        Elapsed = TimeSpan.FromMilliseconds(250),
        Lookups = 0,
        Results =
        [
            new CheckResult { Check = "tls", Subject = $"{target}", Status = status, What = "It is so." },
        ],
    };

    private static IEnumerable<string?> Texts(JsonElement list, string name) =>
        list.EnumerateArray().Select(one => one.GetProperty(name).GetString());
}
