using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Rockdove.Hosting;
using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>What a <see cref="MockMailServer"/> is like.</summary>
public sealed class MockMailOptions
{
    private readonly MockRules _rules = new([]);

    /// <summary>Where to listen. Loopback unless told otherwise: a mock is for one machine.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes one that is free.</summary>
    public int Port { get; set; }

    /// <summary>TLS on that port.</summary>
    public MockTls Tls { get; set; } = MockTls.Offered;

    /// <summary>LMTP (RFC 2033) in place of SMTP.</summary>
    public bool IsLmtp { get; set; }

    /// <summary>The server's name: in the greeting, and in its certificate beside <c>localhost</c>.</summary>
    public string HostName { get; set; } = "mock.test";

    /// <summary>Whom it lets in; null offers no AUTH at all.</summary>
    public MockAuthentication? Authentication { get; set; }

    /// <summary>No mail before AUTH: 530 5.7.0. Needs <see cref="Authentication"/>.</summary>
    public bool RequiresAuthentication { get; set; }

    /// <summary>How much the mock keeps.</summary>
    public MockLimits Keeps { get; set; } = new();

    /// <summary>
    /// How long open sessions may go on when the server is disposed. They are told 421 at once; a message that is just
    /// coming may end. By the real clock: nobody moves another while a test ends.
    /// </summary>
    public TimeSpan Farewell { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock of waits, delays and time limits.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where to log; nowhere unless set.</summary>
    public ILoggerFactory? Loggers { get; set; }

    /// <summary>A conversation to repeat line by line, whoever connects; rules have no say then.</summary>
    public Transcript? Conversation { get; set; }

    /// <summary>The manner of go-smtp-mock, when <see cref="Follow(GoSmtpMockProfile)"/> has set it.</summary>
    public GoSmtpMockProfile? Profile { get; private set; }

    /// <summary>
    /// Everything that the host can do besides: limits and leniencies, middleware (which runs before the rules are
    /// asked), extensions, taps.
    /// </summary>
    public Action<SmtpServerBuilder>? Server { get; set; }

    /// <summary>
    /// Begins a rule: <c>options.When(MockMoment.Recipient, "bob@*").Reply(550, "5.1.1", "No such user")</c>.
    /// </summary>
    /// <param name="moment">When.</param>
    /// <param name="pattern">
    /// What the text of the moment must be, in any case: <c>*</c> is any run of characters, <c>?</c> any one, and
    /// <c>\</c> takes the next one as it is. The whole text, so <c>""</c> is the null reverse-path.
    /// </param>
    /// <param name="file">Where the rule stands; the compiler knows.</param>
    /// <param name="line">Where the rule stands; the compiler knows.</param>
    public MockRule When(
        MockMoment moment, string pattern = "*", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _rules.When(moment, pattern, file, line);

    /// <summary>Begins a rule with a condition of its own. It may be asked by several sessions at once.</summary>
    /// <param name="moment">When.</param>
    /// <param name="condition">Whether the rule is for this time.</param>
    /// <param name="file">Where the rule stands; the compiler knows.</param>
    /// <param name="line">Where the rule stands; the compiler knows.</param>
    public MockRule When(
        MockMoment moment, Func<MockEvent, bool> condition, [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        _rules.When(moment, condition, file, line);

    /// <summary>Takes the rules of a script, or its conversation.</summary>
    public MockMailOptions Follow(MockScript script)
    {
        if (script.Conversation is { } conversation)
            Conversation = conversation;
        else
            _rules.Follow(script);
        return this;
    }

    /// <summary>
    /// Talks as go-smtp-mock does: its texts, its rules of sequence and argument. Listens where the profile says,
    /// without TLS; set <see cref="Tls"/> afterwards to have it.
    /// </summary>
    public MockMailOptions Follow(GoSmtpMockProfile profile)
    {
        Profile = profile;
        (Address, Port, Farewell) = (profile.HostAddress, profile.PortNumber, profile.ShutdownTimeout);
        Tls = MockTls.Off;
        return this;
    }

    internal IReadOnlyList<MockRule> Rules => _rules.All;

    /// <exception cref="ArgumentException">A setting makes no sense; names it.</exception>
    internal void Validate()
    {
        Keeps.Validate();
        Profile?.Validate();
        if (Port is < 0 or > IPEndPoint.MaxPort)
            throw new ArgumentException($"{nameof(Port)} is {Port}; it must be 0 to {IPEndPoint.MaxPort}.");
        if (Farewell < TimeSpan.Zero)
            throw new ArgumentException($"{nameof(Farewell)} is {Farewell}; it must not be negative.");
        if (RequiresAuthentication && Authentication is null)
            throw new ArgumentException($"{nameof(RequiresAuthentication)} needs {nameof(Authentication)}.");
        if (Profile is not null && WhatProfileLacks() is { } lacking)
            throw new ArgumentException($"{lacking} is not for the go-smtp-mock profile: leave one of them out.");
        if (Conversation is not null && Rules.Count > 0)
            throw new MockScriptException(
                [$"{Rules[0].Source}: a server that repeats {Conversation.Path} has no rules."]);
    }

    private string? WhatProfileLacks() =>
        IsLmtp ? nameof(IsLmtp)
        : Authentication is not null ? nameof(Authentication)
        : Conversation is not null ? nameof(Conversation)
        : Server is not null ? nameof(Server)
        : null;
}
