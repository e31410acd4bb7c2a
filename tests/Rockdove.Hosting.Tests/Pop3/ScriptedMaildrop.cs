using System.Text;
using Rockdove.Pop3;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>A handler with one maildrop, which does what a test wants and notes what became of it.</summary>
internal sealed class ScriptedMaildrop : Pop3Handler
{
    public List<string> Events { get; } = [];

    /// <summary>Who has logged in: mechanism, name, and the secret if it was shown.</summary>
    public List<string> Logins { get; } = [];

    /// <summary>What CRAM-MD5 and SCRAM compare with.</summary>
    public StoredSecret? Secret { get; init; }

    public string[] Messages { get; init; } = ["Subject: one\r\n\r\n.dot\r\n", "Subject: two\r\n\r\nbody\r\n"];

    public Func<LoginQuestion, ValueTask<Pop3Reply?>> OnLogIn { get; init; } = _ => new(Pop3Replies.Authenticated);

    public Func<Pop3Context, ValueTask<Admission?>> OnOpen { get; init; } = _ => new(default(Admission?));

    public Func<RetrieveQuestion, CancellationToken, ValueTask<Retrieval?>> OnRetrieve { get; init; } =
        (_, _) => new(default(Retrieval?));

    public Func<MaildropView, CancellationToken, ValueTask<Pop3Reply?>> OnUpdate { get; init; } =
        (_, _) => new(default(Pop3Reply?));

    public override ValueTask<StoredSecret?> FindSecretAsync(Pop3Context context, Pop3SecretQuestion question) =>
        new(Secret);

    public override ValueTask<Pop3Reply?> LogInAsync(Pop3Context context, LoginQuestion question)
    {
        var who = question.Credentials;
        Logins.Add($"{who.Mechanism} {who.Identity} {who.Secret?.RevealText()}".TrimEnd());
        return OnLogIn(question);
    }

    public override async ValueTask<Admission> OpenAsync(Pop3Context context, MaildropQuestion question) =>
        await OnOpen(context) ?? new Drop(this);

    private sealed class Drop(ScriptedMaildrop script) : OpenMaildrop
    {
        public override int Count => script.Messages.Length;

        public override long BytesOf(int number) => script.Messages[number - 1].Length;

        public override int WriteUniqueId(int number, Span<byte> destination) =>
            Encoding.ASCII.GetBytes($"u{number}", destination);

        public override async ValueTask<Retrieval> OpenAsync(
            Pop3Context context, RetrieveQuestion question, CancellationToken cancellationToken) =>
            await script.OnRetrieve(question, cancellationToken)
            ?? new TextSource(script, question.Number, script.Messages[question.Number - 1]);

        public override async ValueTask<Pop3Reply?> UpdateAsync(MaildropView view, CancellationToken cancellationToken)
        {
            script.Events.Add($"update {string.Join(' ', view.Deleted)}".TrimEnd());
            return await script.OnUpdate(view, cancellationToken);
        }

        public override ValueTask DisposeAsync()
        {
            script.Events.Add("closed");
            return base.DisposeAsync();
        }
    }

    private sealed class TextSource(ScriptedMaildrop script, int number, string text) : MessageSource
    {
        private int _read;

        public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
        {
            var length = Math.Min(5, text.Length - _read);
            Encoding.ASCII.GetBytes(text.AsSpan(_read, length), destination.Span);
            _read += length;
            return new(length);
        }

        public override void Complete() => script.Events.Add($"sent {number}");

        public override ValueTask DisposeAsync()
        {
            script.Events.Add($"let go {number}");
            return base.DisposeAsync();
        }
    }
}
