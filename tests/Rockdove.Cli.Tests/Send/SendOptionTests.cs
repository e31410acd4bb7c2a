using System.Net;
using System.Text;
using Rockdove.Smtp;

namespace Rockdove.Cli.Tests;

public class SendOptionTests
{
    [Theory]
    [InlineData("mx.test", "mx.test:25")]
    [InlineData("mx.test:2525", "mx.test:2525")]
    [InlineData("127.0.0.1", "127.0.0.1:25")]
    [InlineData("127.0.0.1:1025", "127.0.0.1:1025")]
    [InlineData("[::1]", "[::1]:25")]
    [InlineData("[::1]:1025", "[::1]:1025")]
    [InlineData("1025", "127.0.0.1:1025")]
    [InlineData("unix:/run/lmtp", "unix:/run/lmtp")]
    public void A_server_is_read(string text, string expected) =>
        Assert.Equal(expected, ServerAddress.Text(ServerAddress.Parse(text, 25)!));

    [Theory]
    [InlineData("")]
    [InlineData(":25")]
    [InlineData("mx.test:")]
    [InlineData("mx.test:0")]
    [InlineData("mx.test:65536")]
    [InlineData("mx.test:smtp")]
    [InlineData("a b:25")]
    [InlineData("99999")]
    [InlineData("::1")]
    [InlineData("unix:")]
    public void What_is_no_server_is_refused(string text) => Assert.Null(ServerAddress.Parse(text, 25));

    [Fact]
    public void A_path_longer_than_a_socket_can_have_is_no_server()
    {
        Assert.NotNull(ServerAddress.Parse("unix:" + new string('x', 100), 25));
        Assert.Null(ServerAddress.Parse("unix:" + new string('x', 109), 25));
    }

    [Theory]
    [InlineData("--to is missing", "--server", "x")]
    [InlineData("--server ':25'", "--to", "u@test", "--server", ":25")]
    [InlineData("--to 'a>b@test'", "--to", "a>b@test")]
    [InlineData("--to 'a\rb@test'", "--to", "a\rb@test")]
    [InlineData("--from 'a b@test'", "--to", "u@test", "--from", "a b@test")]
    [InlineData("--helo 'a b'", "--to", "u@test", "--helo", "a b")]
    [InlineData("--tls 'maybe'", "--to", "u@test", "--tls", "maybe")]
    [InlineData("--auth 'magic'", "--to", "u@test", "--auth", "magic", "--user", "u")]
    [InlineData("--user is missing", "--to", "u@test", "--auth", "plain")]
    [InlineData("--token-file is missing", "--to", "u@test", "--auth", "xoauth2", "--user", "u")]
    [InlineData("--password-file /nowhere/x", "--to", "u@test", "--user", "u", "--password-file", "/nowhere/x")]
    [InlineData("--notify 'never,success'", "--to", "u@test", "--notify", "never,success")]
    [InlineData("--ret 'some'", "--to", "u@test", "--ret", "some")]
    [InlineData("--envid 'a\nb': ", "--to", "u@test", "--envid", "a\nb")]
    [InlineData("--header 'no colon'", "--to", "u@test", "--header", "no colon")]
    [InlineData("--header 'Two words: x'", "--to", "u@test", "--header", "Two words: x")]
    [InlineData("--data is empty", "--to", "u@test", "--data", "")]
    [InlineData("--body is empty", "--to", "u@test", "--body", "@")]
    [InlineData("--password-file is empty", "--to", "u@test", "--user", "u", "--password-file", "")]
    [InlineData("--sessions 2 needs --count", "--to", "u@test", "--sessions", "2")]
    [InlineData("--header 'Date: soon'", "--to", "u@test", "--header", "Date: soon")]
    [InlineData("--attach /nowhere/x", "--to", "u@test", "--attach", "/nowhere/x")]
    [InlineData("--body /nowhere/x", "--to", "u@test", "--body", "@/nowhere/x")]
    [InlineData("--data /nowhere/x", "--to", "u@test", "--data", "/nowhere/x")]
    [InlineData("--subject cannot be given", "--to", "u@test", "--data", "x", "--subject", "y")]
    [InlineData("--attach cannot be given", "--to", "u@test", "--size", "9", "--attach", "y")]
    [InlineData("--verbose cannot be given", "--to", "u@test", "-v", "--count", "2", "--sessions", "2")]
    public void A_mistake_is_named_with_its_option(string begin, params string[] args) =>
        Assert.StartsWith(begin, SendRun.Mistake(args), StringComparison.Ordinal);

    [Theory]
    [InlineData("--count", "0")]
    [InlineData("--sessions", "-1")]
    [InlineData("--timeout", "x")]
    [InlineData("--password", "secret")]
    public void What_the_parser_refuses_is_an_error_of_the_command_line(string option, string value) =>
        Assert.NotEmpty(SendCommand.Create().Parse(["--to", "u@test", option, value]).Errors);

    [Fact]
    public void Bare_newlines_are_refused_and_repaired_on_demand()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "Subject: x\r\n\r\na\nb\rc\r\n");
        Assert.StartsWith($"--data {file}: line 3 ", SendRun.Mistake("--to", "u@test", "--data", file),
            StringComparison.Ordinal);
        var plan = SendRun.Plan("--to", "u@test", "--data", file, "--fix-newlines");
        Assert.Equal("Subject: x\r\n\r\na\r\nb\r\nc\r\n", Encoding.ASCII.GetString(plan.Message));
        File.Delete(file);
    }

    [Fact]
    public void A_recipient_with_other_letters_makes_a_message_for_smtputf8()
    {
        var plan = SendRun.Plan("--to", "грета@test", "--from", "a@test");
        Assert.True(plan.Envelope.NeedsSmtpUtf8);
        Assert.Equal(OutgoingBody.EightBitMime, plan.Envelope.Body);
    }

    [Fact]
    public void Ports_follow_the_protocol_when_none_is_given()
    {
        Assert.Equal(1025, Port());
        Assert.Equal(25, Port("--server", "127.0.0.1"));
        Assert.Equal(465, Port("--server", "127.0.0.1", "--tls", "implicit"));
        Assert.Equal(24, Port("--server", "127.0.0.1", "--lmtp"));

        static int Port(params string[] args) =>
            ((IPEndPoint)SendRun.Plan(["--to", "u@test", .. args]).Server).Port;
    }

    [Fact]
    public void A_field_cannot_smuggle_another()
    {
        Assert.NotEqual("", SendRun.Mistake("--to", "u@test", "--header", "X-A: b\r\nBcc: c@test"));
        Assert.NotEqual("", SendRun.Mistake("--to", "u@test", "--subject", "b\r\nBcc: c@test"));
        Assert.NotEqual("", SendRun.Mistake("--to", "u@test", "--header", "Bcc: c@test"));
    }
}
