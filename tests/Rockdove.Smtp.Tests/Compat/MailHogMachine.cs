namespace Rockdove.Smtp.Tests;

/// <summary>A state machine that answers as mailhog/smtp does, and what its cases ask of it.</summary>
internal sealed class MailHogMachine
{
    private readonly SmtpStateMachine _machine;

    public MailHogMachine(SmtpStateMachineOptions? options = null, SmtpSession? session = null)
    {
        _machine = new SmtpStateMachine(options ?? new SmtpStateMachineOptions(SmtpProfiles.MailHog), session);
        Greeting = _machine.Start().Single().ToString();
    }

    public string Greeting { get; }

    public SmtpMachineState State => _machine.State;

    public SmtpMachineMessage Message => _machine.Message;

    public SmtpSession Session => _machine.Session;

    /// <summary>The one reply to a line, its lines joined; empty for none.</summary>
    public string Say(string line) => string.Join(
        '|',
        (State == SmtpMachineState.Data ? _machine.ProcessData(line) : _machine.ProcessCommand(line))
            .SelectMany(reply => reply.Lines));

    /// <summary>Says lines until one is refused; returns the machine.</summary>
    public MailHogMachine After(params IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Assert.Matches("^[23]", Say(line));
        return this;
    }
}
