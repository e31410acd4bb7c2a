using System.Text;

namespace Rockdove.Mock.Tests;

/// <summary>The tests of what go-smtp-mock keeps, by their names: 19 of its getters are one table here.</summary>
public class MessageTests
{
    [Theory]
    [InlineData("TestMessageHeloRequest", "a")]
    [InlineData("TestMessageHeloResponse", "b")]
    [InlineData("TestMessageHelo", true)]
    [InlineData("TestMessageMailfromRequest", "c")]
    [InlineData("TestMessageMailfromResponse", "d")]
    [InlineData("TestMessageMailfrom", true)]
    [InlineData("TestMessageRcpttoRequestResponse", "e f")]
    [InlineData("TestMessageRcptto", true)]
    [InlineData("TestMessageDataRequest", "g")]
    [InlineData("TestMessageDataResponse", "h")]
    [InlineData("TestMessageData", true)]
    [InlineData("TestMessageMsgRequest", "i")]
    [InlineData("TestMessageMsgResponse", "j")]
    [InlineData("TestMessageMsg", true)]
    [InlineData("TestMessageRsetRequest", "k")]
    [InlineData("TestMessageRsetResponse", "l")]
    [InlineData("TestMessageRset", true)]
    [InlineData("TestMessageNoop", true)]
    [InlineData("TestMessageQuitSent", true)]
    public void Each_getter_gives_its_field(string test, object expected) => Assert.Equal(expected, test[4..] switch
    {
        "MessageHeloRequest" => Full.HeloRequest,
        "MessageHeloResponse" => Full.HeloResponse,
        "MessageHelo" => Full.Helo,
        "MessageMailfromRequest" => Full.MailfromRequest,
        "MessageMailfromResponse" => Full.MailfromResponse,
        "MessageMailfrom" => Full.Mailfrom,
        "MessageRcpttoRequestResponse" =>
            $"{Full.RcpttoRequestResponse[0].Request} {Full.RcpttoRequestResponse[0].Response}",
        "MessageRcptto" => Full.Rcptto,
        "MessageDataRequest" => Full.DataRequest,
        "MessageDataResponse" => Full.DataResponse,
        "MessageData" => Full.Data,
        "MessageMsgRequest" => Full.MsgRequest,
        "MessageMsgResponse" => Full.MsgResponse,
        "MessageMsg" => Full.Msg,
        "MessageRsetRequest" => Full.RsetRequest,
        "MessageRsetResponse" => Full.RsetResponse,
        "MessageRset" => Full.Rset,
        "MessageNoop" => Full.Noop,
        "MessageQuitSent" => Full.QuitSent,
        _ => throw new ArgumentOutOfRangeException(nameof(test), test, "No getter has this test."),
    });

    [Theory]
    [InlineData(true, true, true, true, true)]
    [InlineData(false, true, true, true, false)]
    [InlineData(true, false, true, true, false)]
    [InlineData(true, true, false, true, false)]
    [InlineData(true, true, true, false, false)]
    public void TestMessageIsConsistent(bool mail, bool rcpt, bool data, bool msg, bool isConsistent) => Assert.Equal(
        isConsistent, new GoSmtpMockMessage { Mailfrom = mail, Rcptto = rcpt, Data = data, Msg = msg }.IsConsistent);

    [Theory]
    [InlineData("250 Received", true)] // The text decides, not what it meant.
    [InlineData("550 User not found", false)]
    public void TestMessageIsIncludesSuccessfulRcpttoResponse(string refusal, bool isGood)
    {
        var talk = new GoTalk(new()
        {
            MultipleRcptto = true,
            NotRegisteredEmails = ["first@example.com", "last@example.com"],
            MsgRcpttoNotRegisteredEmail = refusal,
        });
        talk.After(GoTalk.Helo, GoTalk.Mail, "RCPT TO:<first@example.com>", "RCPT TO:<last@example.com>");

        Assert.Equal(isGood, talk.Message.Rcptto);
    }

    [Fact]
    public void TestMessagesAppend()
    {
        var talk = new GoTalk(new() { MultipleMessageReceiving = true });
        talk.AfterMessage("1\r\n").AfterMessage("2\r\n");

        Assert.Equal(["1\r\n", "2\r\n"], talk.Messages.Select(message => message.MsgRequest));
    }

    [Fact]
    public void TestMessagesCopy()
    {
        var talk = new GoTalk().AfterMessage("1\r\n");
        var before = talk.Messages;
        talk.AfterMessage("2\r\n");

        Assert.Equal("1\r\n", before[0].MsgRequest);
    }

    private static readonly GoSmtpMockMessage Full = new()
    {
        HeloRequest = "a",
        HeloResponse = "b",
        Helo = true,
        MailfromRequest = "c",
        MailfromResponse = "d",
        Mailfrom = true,
        RcpttoRequestResponse = [new("e", "f")],
        Rcptto = true,
        DataRequest = "g",
        DataResponse = "h",
        Data = true,
        MsgContent = Encoding.UTF8.GetBytes("i"),
        MsgResponse = "j",
        Msg = true,
        RsetRequest = "k",
        RsetResponse = "l",
        Rset = true,
        Noop = true,
        QuitSent = true,
    };
}
