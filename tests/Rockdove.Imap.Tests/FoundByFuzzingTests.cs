namespace Rockdove.Imap.Tests;

/// <summary>What the fuzzer has found, each in its smallest form.</summary>
public class FoundByFuzzingTests
{
    /// <summary>The client took the bracket for the end of the section.</summary>
    [Fact]
    public void A_bracket_in_the_name_of_a_field_is_in_quotes()
    {
        var inbox = new FakeMailbox("INBOX");
        inbox.Add(FakeMessage.Plain(1));
        var session = new Session(new() { ["INBOX"] = inbox }, Session.Options);
        session.Say("a SELECT INBOX\r\n");
        Assert.StartsWith(
            "* 1 FETCH (BODY[HEADER.FIELDS (subject \"x]\")]<0> {9}\r\n",
            session.Say("b FETCH 1 BODY.PEEK[HEADER.FIELDS (subject x])]<0.9>\r\n"), StringComparison.Ordinal);
    }
}
