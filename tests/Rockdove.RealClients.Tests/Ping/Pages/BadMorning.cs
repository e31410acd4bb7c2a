using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Rockdove.Prober;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// Results of a bad morning, for pages to show: one account cannot send any more, a provider becomes slow to receive,
/// and there is one of each of the other things that happen. The same every time.
/// </summary>
internal sealed class BadMorning(SqliteProbeJournal journal, DateTimeOffset now)
{
    private readonly Random _random = new(20261126);

    /// <summary>Names with their groups, in the order of the matrix.</summary>
    public static IReadOnlyList<(string Name, string Group)> Accounts { get; } =
    [
        ("ann", "gmail"), ("ben", "gmail"), ("cleo", "outlook"), ("dan", "outlook"), ("info", "ours"),
        ("sales", "ours"), ("eva", "posteo"), ("finn", "posteo"), ("gus", "isp (POP3)"), ("relay", "partner"),
    ];

    /// <summary>So many rounds, each an hour after the one before; the last is some minutes old.</summary>
    public async Task KeepAsync(int rounds, CancellationToken cancelled)
    {
        for (var round = 0; round < rounds; round++)
            await KeepRoundAsync(round, rounds, cancelled);
        await KeepAlertsAsync(cancelled);
        await KeepChecksAsync(cancelled);
        await journal.SumUpAsync(cancelled);
    }

    private async Task KeepRoundAsync(int round, int rounds, CancellationToken cancelled)
    {
        var started = now - TimeSpan.FromMinutes(30) - TimeSpan.FromHours(rounds - 1 - round);
        var run = await journal.BeginRunAsync(
            new ProbeRun(started, "schedule", round, [.. Accounts.Select(Account)]), cancelled);
        var pairs =
            from sender in Accounts
            from receiver in Accounts
            where sender != receiver
            select (sender, receiver);
        // Each of its own: the writer of the journal then takes many at once.
        await Task.WhenAll(pairs.ToList().Select((pair, at) => KeepProbeAsync(
            run, pair.sender, pair.receiver, started.AddSeconds(at), rounds - 1 - round, _random.NextDouble(),
            cancelled)));
        await journal.EndRunAsync(run, started.AddMinutes(10), RunFlags.None, cancelled);
    }

    private async Task KeepProbeAsync(
        long run, (string Name, string Group) from, (string Name, string Group) to, DateTimeOffset due, int ago,
        double chance, CancellationToken cancelled)
    {
        var id = await journal.AddAsync(
            new NewProbe(
                run, new(from.Name, to.Name), ProbeToken.New(), $"{ago}.{to.Name}@{from.Name}.example", due),
            cancelled);
        var fate = Fate(from, to, ago);
        if (fate is ProbeOutcome.TlsFailed or ProbeOutcome.AuthenticationFailed or ProbeOutcome.Rejected)
        {
            await RefuseAsync(id, from.Name, fate.Value, due, cancelled);
            return;
        }

        await journal.BeginSendingAsync(id, due, cancelled);
        await journal.SentAsync(
            id,
            new SentProbe(due, due.AddSeconds(0.8), TimeSpan.FromSeconds(0.8), Sending(), 2048, $"4Rd{id:X5}", 0),
            cancelled);
        if (fate is null) // Under way.
            return;
        var seconds = Usual(from.Group) * Usual(to.Group) * Math.Exp((chance - 0.5) * 0.9);
        if (to.Group == "posteo") // It greylists, and lately everything queues.
            seconds *= Math.Min(60, Math.Pow(1.9, Math.Max(0, 7 - ago)));
        var delivery = fate is ProbeOutcome.Lost or ProbeOutcome.Bounced ? (TimeSpan?)null
            : TimeSpan.FromSeconds(fate == ProbeOutcome.Late ? 1320 : seconds);
        await journal.ResolveAsync(id, End(fate.Value, due, delivery, from, to), cancelled);
    }

    /// <summary>What becomes of a probe; null while it is under way.</summary>
    private static ProbeOutcome? Fate(
        (string Name, string Group) from, (string Name, string Group) to, int ago) =>
        (from.Name, to.Name) switch
        {
            ("relay", "ann" or "info") when ago < 5 => ProbeOutcome.TlsFailed,
            ("relay", _) when ago < 5 => ProbeOutcome.AuthenticationFailed,
            ("cleo", "finn") when ago < 2 => ProbeOutcome.Rejected,
            ("ben", "eva") when ago == 0 => ProbeOutcome.Bounced,
            ("ann", "relay") when ago == 0 => ProbeOutcome.Lost,
            ("gus", "dan") => ProbeOutcome.DeliveredSpam,
            ("sales", "finn") when ago == 0 => ProbeOutcome.Late,
            ("dan", "gus") when ago == 0 => ProbeOutcome.Duplicate,
            ("info", "eva") when ago == 0 => null,
            _ => ProbeOutcome.Delivered,
        };

    private async Task RefuseAsync(
        long id, string from, ProbeOutcome outcome, DateTimeOffset due, CancellationToken cancelled)
    {
        var failure = outcome switch
        {
            ProbeOutcome.TlsFailed => new ProbeFailure(
                ProbeStage.Tls, "The certificate of mail.partner.example ended on 25 Nov 2026."),
            ProbeOutcome.AuthenticationFailed => new ProbeFailure(
                ProbeStage.Authentication, "Authentication credentials invalid", 535, "5.7.8"),
            _ => new ProbeFailure(ProbeStage.Recipient, "Listed", 550, "5.7.1"),
        };
        await journal.ResolveAsync(
            id,
            new ProbeResolution(outcome, due.AddSeconds(1))
            {
                Failure = failure,
                Started = due,
                Phases = [.. Sending().TakeWhile(phase => phase.Stage != ProbeStage.Mail)],
            },
            cancelled);
        await journal.AddTranscriptAsync(
            id, from,
            Transcript(from, due, $"{failure.Code ?? 454} {failure.EnhancedCode ?? "4.7.0"} {failure.Text}"),
            cancelled);
    }

    private static ProbeResolution End(
        ProbeOutcome outcome, DateTimeOffset due, TimeSpan? delivery, (string Name, string Group) from,
        (string Name, string Group) to)
    {
        var accepted = due.AddSeconds(0.8);
        var seen = accepted + delivery;
        return new ProbeResolution(outcome, seen ?? accepted.AddMinutes(9))
        {
            Delivery = delivery,
            Total = delivery + TimeSpan.FromSeconds(0.8),
            Transit = delivery * 0.7,
            Visibility = delivery * 0.3,
            Seen = seen,
            SeenNotBefore = seen - TimeSpan.FromSeconds(to.Group == "isp (POP3)" ? 5 : 0.02),
            Copies = outcome == ProbeOutcome.Duplicate ? 2 : delivery is null ? 0 : 1,
            Failure = outcome == ProbeOutcome.Bounced
                ? new ProbeFailure(ProbeStage.Final, "Mailbox full", 552, "5.2.2")
                : null,
            Hops = delivery is null ? [] : Hops(from.Name, to.Name, accepted, delivery.Value),
            Verdicts = delivery is null
                ? []
                :
                [
                    new ProbeVerdict("spf", "pass", $"mx.{to.Name}.example", null),
                    new ProbeVerdict(
                        "dkim", outcome == ProbeOutcome.DeliveredSpam ? "fail" : "pass", $"mx.{to.Name}.example",
                        outcome == ProbeOutcome.DeliveredSpam ? "the body was changed" : null),
                ],
        };
    }

    private static ProbeHop[] Hops(string from, string to, DateTimeOffset accepted, TimeSpan delivery)
    {
        var second = accepted + (delivery * 0.6);
        return
        [
            Hop($"smtp.{from}.example", "prober.example", "ESMTPSA", accepted, null, true),
            Hop($"out.{from}.example", $"smtp.{from}.example", "ESMTP", accepted.AddSeconds(0.05),
                TimeSpan.FromSeconds(0.05), false),
            Hop($"mx.{to}.example", $"out.{from}.example", "ESMTPS", second, delivery * 0.6, true),
        ];
    }

    private static ProbeHop Hop(
        string by, string from, string with, DateTimeOffset stamp, TimeSpan? wait, bool isEncrypted) => new(
        by, from, "192.0.2.1", with, isEncrypted ? "TLS 1.3" : null, stamp, stamp, wait, null,
        $"from {from} by {by} with {with}; {stamp:r}");

    private static PhaseTime[] Sending()
    {
        var phases = new List<PhaseTime>();
        var at = TimeSpan.Zero;
        foreach (var (stage, milliseconds) in new[]
        {
            (ProbeStage.Dns, 12), (ProbeStage.Connect, 24), (ProbeStage.Banner, 110), (ProbeStage.Ehlo, 26),
            (ProbeStage.Tls, 71), (ProbeStage.Authentication, 180), (ProbeStage.Mail, 31),
            (ProbeStage.Recipient, 58), (ProbeStage.Data, 27), (ProbeStage.Final, 261),
        })
        {
            phases.Add(new PhaseTime(stage, at, TimeSpan.FromMilliseconds(milliseconds)));
            at += TimeSpan.FromMilliseconds(milliseconds);
        }

        return [.. phases];
    }

    private static KeptTranscript Transcript(string from, DateTimeOffset started, string last)
    {
        var text = $"""
            # 0.110 s
            S: 220 smtp.{from}.example ESMTP
            C: EHLO prober.example
            S: 250-smtp.{from}.example
            S: 250 AUTH PLAIN
            # 0.262 s
            C: AUTH PLAIN ***
            # 0.539 s
            S: {last}
            C: QUIT

            """;
        return new KeptTranscript(
            "smtp", started, $"smtp.{from}.example:587", Encoding.UTF8.GetBytes(text), true);
    }

    private async Task KeepAlertsAsync(CancellationToken cancelled)
    {
        var rule = new AlertRule { Name = "any-pair" };
        var since = now.AddHours(-4);
        var alert = await journal.KeepAsync(
            new AlertChange(
                AlertChangeKind.Opened, rule, "sender relay", since, since,
                new AlertDetail
                {
                    Blame = "sender",
                    From = "relay",
                    Failed = 9,
                    Measured = 9,
                    LastGood = now.AddHours(-5),
                    Error = "535 5.7.8 Authentication credentials invalid",
                    Probe = 1,
                }),
            cancelled);
        await journal.KeepAsync(
            new NotificationEntry(alert, "ops-mail", "opened", 1, since.AddSeconds(2), true, null), cancelled);
        var ended = new AlertDetail { Blame = "pair", From = "gus", To = "eva", Failed = 1, Measured = 1 };
        foreach (var (kind, at) in new[]
        {
            (AlertChangeKind.Opened, now.AddHours(-20)), (AlertChangeKind.Recovered, now.AddHours(-18)),
        })
        {
            await journal.KeepAsync(
                new AlertChange(kind, rule, "gus -> eva", now.AddHours(-20), at, ended), cancelled);
        }
    }

    private async Task KeepChecksAsync(CancellationToken cancelled)
    {
        foreach (var (check, status, value) in new[]
        {
            ("mx", 0, "mx.rockdove.example, preference 10"), ("spf", 0, "v=spf1 mx -all"),
            ("dmarc", 2, "v=DMARC1; p=none: nobody is asked to refuse what fails"),
            ("tls", 3, "mx.rockdove.example:25 offers no STARTTLS"), ("mta-sts", 5, "No policy is published."),
        })
        {
            await journal.KeepAsync(
                new KeptCheck("rockdove.example", check, 0, now.AddDays(-3), "before"), cancelled);
            await journal.KeepAsync(
                new KeptCheck("rockdove.example", check, status, now.AddHours(-2), value), cancelled);
        }

        await journal.KeepAsync(
            new KeptCertificate(
                "mx.rockdove.example:25", now.AddHours(-2), Certificate(), now.AddDays(12), "TLS 1.3",
                "TLS_AES_128_GCM_SHA256", true, true, null),
            cancelled);
        await journal.KeepAsync(
            new KeptClock(
                "mx.dan.example", now.AddHours(-1), TimeSpan.FromSeconds(48), TimeSpan.FromSeconds(1), "received"),
            cancelled);
    }

    private byte[] Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mx.rockdove.example", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now.AddDays(-78), now.AddDays(12));
        return certificate.RawData;
    }

    private static ProbeAccount Account((string Name, string Group) account) => new()
    {
        Name = account.Name,
        Address = $"{account.Name}@{account.Name}.example",
        Group = account.Group,
        Send = new($"smtp.{account.Name}.example", 587, MailSecurity.StartTls),
        Receive = new($"imap.{account.Name}.example", 993, MailSecurity.Tls),
    };

    private static double Usual(string group) => group switch
    {
        "ours" => 0.8,
        "gmail" => 1.7,
        "outlook" => 3.4,
        "posteo" => 2,
        "isp (POP3)" => 5,
        _ => 2.5,
    };
}
