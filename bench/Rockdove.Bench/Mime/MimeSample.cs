using System.Text;
using Rockdove.Mime;

namespace Rockdove.Bench;

/// <summary>A message as a mail program sends it: text, HTML, an attachment, and the fields that servers add.</summary>
internal static class MimeSample
{
    public static byte[] Message()
    {
        var fields = new StringBuilder();
        for (var hop = 0; hop < 4; hop++)
        {
            fields.Append("Received: from mx").Append(hop).Append(".example.org (mx.example.org [192.0.2.1])\r\n"
                + "\tby mail.example.net with ESMTPS id 4F2kd82jd\r\n\tfor <ann@example.net>; Fri, 2 Jan 2026 "
                    + "12:00:00 +0000\r\n");
        }

        fields.Append("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=k1;\r\n\tbh=")
            .Append('A', 43).Append("=;\r\n\tb=").Append('B', 340).Append("==\r\n");
        var paragraph = string.Concat(Enumerable.Repeat("Doves flew over the rocks while it rained. ", 40));
        var written = MessageWriter.Write(new MessageDraft(DateTimeOffset.UnixEpoch, "1234@example.org")
        {
            From = [new MailAddress("Ann Example", "ann", "example.org")],
            To = [new MailAddress("Bob Example", "bob", "example.net")],
            Subject = "Rain over the rocks, with doves",
            Text = string.Join("\n", paragraph.Chunk(72).Select(line => new string(line))),
            Html = "<html><body><p>" + string.Join("<br>\n", paragraph.Chunk(72).Select(line => new string(line))),
            Attachments = [new DraftAttachment("doves.pdf", "application/pdf", new byte[7_600])],
        });
        return [.. Encoding.ASCII.GetBytes(fields.ToString()), .. written];
    }
}
