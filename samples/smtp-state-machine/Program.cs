// An SMTP server on standard input and output, for inetd, ssh or a person at a terminal:
//   dotnet run --project samples/smtp-state-machine
using Rockdove.Smtp;
using Rockdove.Wire;

// snippet:machine
var machine = new SmtpStateMachine(new SmtpStateMachineOptions
{
    HostName = "mail.example",
    Leniencies = SmtpLeniencies.BareLineFeedCommands, // A terminal ends lines with LF.
    BareNewlines = BareNewlines.EndLine,
    ValidateRecipient = recipient =>
        recipient.Path.Mailbox.Domain == "example.org" ? null : new SmtpReply(550, "5.7.1", "Only example.org"),
    MessageReceived = message =>
    {
        Console.Error.WriteLine($"{message.Data.Length} octets from {message.From} to {string.Join(", ", message.To)}");
        return SmtpMessageVerdict.Kept(Guid.NewGuid().ToString("N"));
    },
    Log = (state, line) => Console.Error.WriteLine($"[{state}] {line}"),
});
// snippet:end

using var input = Console.OpenStandardInput();
var buffer = new byte[16 * 1024];
var unread = 0;
Send(machine.Start());
while (machine.State != SmtpMachineState.Closed)
{
    var count = input.Read(buffer, unread, buffer.Length - unread);
    if (count == 0)
        break;
    var (rest, replies) = machine.Parse(buffer.AsMemory(0, unread + count));
    rest.CopyTo(buffer);
    unread = rest.Length;
    Send(replies);
}

static void Send(IReadOnlyList<SmtpWireReply> replies)
{
    foreach (var reply in replies)
        Console.Out.Write(reply.Text);
}
