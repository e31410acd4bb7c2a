using System.Globalization;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

/// <summary>
/// RFC 7888 section 3: the octets that a client announces are a value, whatever is wrong with the command around them.
/// Servers that forget it when they refuse a command run what is in the value.
/// </summary>
public class AnnouncedOctetsTests
{
    [Fact]
    public void Are_never_run_as_commands() => SeededRandom.Rounds(2000, random =>
    {
        var session = new Session(
            new() { ["INBOX"] = new("INBOX"), ["a"] = new("a") },
            random.Next(2) == 0 ? Session.Options : Extended, loggedIn: random.Next(3) > 0);
        if (random.Next(2) == 0)
            session.Say("s SELECT INBOX\r\n");
        var command = new StringBuilder("a ");
        for (var i = random.Next(8); i > 0; i--)
            command.Append(Words[random.Next(Words.Length)]);
        var payload = string.Concat(Enumerable.Repeat("x1 NOOP\r\n", random.Next(1, 600)));
        command.Append(CultureInfo.InvariantCulture, $"{{{payload.Length}+}}\r\n{payload}");

        var said = session.Say(command.ToString());
        said += session.Say("\r\nz NOOP\r\n");

        Assert.DoesNotContain("x1 ", said, StringComparison.Ordinal);
        Assert.True(
            session.IsOver || said.EndsWith("z OK Completed\r\n", StringComparison.Ordinal),
            $"after '{command.ToString()[..Math.Min(60, command.Length)]}' the session said '{said}'");
    });

    private static readonly ImapProtocolOptions Extended = Session.Options with
    {
        Extensions = [.. ImapExtensions.Standard, .. ImapExtensions.ForHandlers, new Compress()],
    };

    private static readonly string[] Words =
    [
        "APPEND ", "INBOX ", "nosuch ", "(\\Seen) ", "(\\Foo) ", "\"01-Feb-2024 10:20:30 +0000\" ", "~", "(", ") ",
        "\"",
        "\\", " ", "LOGIN ", "AUTHENTICATE ", "PLAIN ", "SELECT ", "FETCH 1 ", "BODY[HEADER.FIELDS (", "SEARCH ",
        "SUBJECT ", "UID ", "IDLE ", "NOOP ", "LOGOUT ", "XYZZY ", "STATUS ", "LIST ", "ID (", "\0", "é", "a&",
        "CREATE ", "REPLACE ", "1 ", "UTF8 (", "SORT (DATE) UTF-8 ", "SETMETADATA ", "(/private/a ", "COMPRESS ",
        "APPEND INBOX {2+}\r\nxx ", "APPEND INBOX {2}\r\nxx (\\Draft) ",
    ];
}
