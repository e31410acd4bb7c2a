using System.Collections.Concurrent;
using System.Text;
using Rockdove.Mime;

namespace Rockdove.Prober.Tests;

/// <summary>A server that takes what a test wants it to take, and remembers it.</summary>
internal sealed class FakeSender(TimeProvider time) : IProbeSender
{
    private readonly ConcurrentQueue<SentMail> _sent = new();
    private readonly ConcurrentDictionary<string, int> _open = new();
    private int _openInAll;

    /// <summary>What becomes of a mail; all are taken unless a test says otherwise.</summary>
    public Func<SentMail, CancellationToken, Task<SendReport>>? Answer { get; set; }

    /// <summary>Called with each mail that was taken.</summary>
    public Action<SentMail>? Taken { get; set; }

    public IReadOnlyList<SentMail> Sent => [.. _sent];

    public int MostAtOnce { get; private set; }

    public int MostAtOnceOfOne { get; private set; }

    public async ValueTask<SendReport> SendAsync(
        ProbeAccount from, ProbeAccount to, ReadOnlyMemory<byte> mail, CancellationToken cancellationToken)
    {
        var message = MimeMessage.Read(mail);
        var mark = ProbeMark.Read(
            message.Headers.Find(ProbeMark.FieldName)!.Value.Unfolded, [new(from.Name, to.Name)], DeskWorld.Key)!;
        var sent = new SentMail(from, to, mark, mail);
        _sent.Enqueue(sent);
        lock (_open)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_openInAll);
            MostAtOnceOfOne = Math.Max(
                MostAtOnceOfOne, _open.AddOrUpdate(from.Name, 1, static (_, count) => count + 1));
        }

        try
        {
            var report = Answer is null ? Accept() : await Answer(sent, cancellationToken);
            if (report.Verdict == SendVerdict.Accepted)
                Taken?.Invoke(sent);
            return report;
        }
        finally
        {
            lock (_open)
            {
                _openInAll--;
                _open[from.Name]--;
            }
        }
    }

    public SendReport Accept() => Report(SendVerdict.Accepted);

    public SendReport Report(
        SendVerdict verdict, ProbeStage stage = ProbeStage.Final, int? code = null, string? enhanced = null,
        SendAdvice advice = SendAdvice.None) => new()
    {
        Verdict = verdict,
        Started = time.GetUtcNow(),
        StartedAt = time.GetTimestamp(),
        EndedAt = time.GetTimestamp(),
        Failure = verdict == SendVerdict.Accepted ? null : new ProbeFailure(stage, "It went wrong.", code, enhanced),
        Advice = advice,
        Bytes = 1000,
        Transcript = Encoding.ASCII.GetBytes("S: 220 hello\n"),
    };
}

/// <summary>A mail that was handed in.</summary>
internal sealed record SentMail(ProbeAccount From, ProbeAccount To, ProbeMark Mark, ReadOnlyMemory<byte> Mail);
