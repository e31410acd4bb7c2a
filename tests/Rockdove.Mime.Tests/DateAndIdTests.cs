using System.Globalization;

namespace Rockdove.Mime.Tests;

public sealed class DateAndIdTests
{
    [Theory]
    [InlineData("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)", "1969-02-13T23:32:00-03:30")]
    [InlineData("Thu,\n      13\n        Feb\n          1969\n      23:32\n               "
        + "-0330", "1969-02-13T23:32:00-03:30")]
    [InlineData("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06+00:00")]
    [InlineData("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("1 jan 49 00:00 UT", "2049-01-01T00:00:00+00:00")]
    [InlineData("1 Jan 50 00:00 EST", "1950-01-01T00:00:00-05:00")]
    [InlineData("1 Jan 104 00:00 PDT", "2004-01-01T00:00:00-07:00")]
    [InlineData("1 Jan 2000 00:00 Z", "2000-01-01T00:00:00+00:00")]
    [InlineData("1 Jan 2000 00:00 XYZZY", "2000-01-01T00:00:00+00:00")]
    [InlineData("1 Jan 2000 00:00", "2000-01-01T00:00:00+00:00")]
    [InlineData("1 Jan 2000 00:00 -0000", "2000-01-01T00:00:00+00:00")]
    [InlineData("31 Dec 1998 23:59:60 +0000", "1998-12-31T23:59:59+00:00")]
    [InlineData("1 January 2000 00:00:00 +0530", "2000-01-01T00:00:00+05:30")]
    [InlineData("2 Jan 2000 00:00 +2400", "2000-01-01T00:00:00+00:00")]
    [InlineData("29 Feb 2024 12:00 +0000", "2024-02-29T12:00:00+00:00")]
    public void A_date_is_read(string value, string expected) =>
        Assert.Equal(
            DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), Mail.Read($"Date: {value}\n\n").Date);

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("29 Feb 2023 12:00 +0000")]
    [InlineData("0 Jan 2000 00:00 +0000")]
    [InlineData("1 Foo 2000 00:00 +0000")]
    [InlineData("1 Jan 2000 24:00 +0000")]
    [InlineData("1 Jan 2000 00:60 +0000")]
    [InlineData("1 Jan 0000 00:00 +0000")]
    [InlineData("1 Jan 99999 00:00 +0000")]
    [InlineData("1 Jan 0001 00:00 +0100")]
    [InlineData("1 Jan 2000")]
    public void What_is_no_date_is_reported(string value)
    {
        var message = Mail.Read($"Date: {value}\n\n");
        Assert.Null(message.Date);
        Assert.Equal([MimeDefectKind.DateMalformed], message.Examine().Kinds());
    }

    [Theory]
    [InlineData("1997-11-21T09:55:06-06:00", "Fri, 21 Nov 1997 09:55:06 -0600")]
    [InlineData("2026-01-02T03:04:05+05:30", "Fri, 02 Jan 2026 03:04:05 +0530")]
    public void A_date_is_written_as_it_is_read(string date, string expected)
    {
        var moment = DateTimeOffset.Parse(date, CultureInfo.InvariantCulture);
        Assert.Equal(expected, MailDate.Format(moment));
        Assert.True(MailDate.TryRead(expected, out var again));
        Assert.Equal((moment, moment.Offset), (again, again.Offset));
    }

    [Theory]
    [InlineData("<1234@local.machine.example>", "1234@local.machine.example")]
    [InlineData("<a@b>\n <c@d>(x)<e@f>", "a@b", "c@d", "e@f")]
    [InlineData("<1234   @   local(blah)  .machine .example>", "1234@local.machine.example")]
    [InlineData("Your message of Monday <a@b>", "a@b")]
    [InlineData("a@b", "a@b")]
    [InlineData("<a@b <c@d>", "c@d")]
    [InlineData("<a@b", new string[0])]
    [InlineData("<>", new string[0])]
    public void Message_ids_are_read(string value, params string[] expected) =>
        Assert.Equal(expected, Mail.Read($"References: {value}\n\n").References);

    [Fact]
    public void Message_ids_are_read_up_to_their_limit() =>
        Assert.Equal(["a", "b"], Mail.Read("References: <a><b><c>\n\n", new() { MessageIdsInField = 2 }).References);
}
