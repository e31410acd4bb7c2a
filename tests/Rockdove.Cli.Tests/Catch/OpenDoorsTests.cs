using System.CommandLine;
using System.Net;

namespace Rockdove.Cli.Tests;

public class OpenDoorsTests
{
    [Fact]
    public void Nothing_is_said_where_only_this_machine_gets_in() =>
        Assert.Empty(Warn("smtp 127.0.0.1:1025", "http [::1]:8025", "imap 127.3.2.1:1143"));

    [Fact]
    public void Everything_that_is_open_is_told()
    {
        var lines = Warn("smtp [::]:1025", "http 0.0.0.0:8025", "imap 192.0.2.1:1143", "pop3 127.0.0.1:1110");

        Assert.Equal(
            "open to the network: smtp [::]:1025 and the ports of inboxes, http 0.0.0.0:8025, imap 192.0.2.1:1143",
            lines[0]);
        Assert.Contains("sees and deletes all mail without a password", lines[1], StringComparison.Ordinal);
        Assert.Contains("reads all mail with any password", lines[2], StringComparison.Ordinal);
        Assert.Contains("puts mail in", lines[3], StringComparison.Ordinal);
        Assert.Equal(4, lines.Count);
    }

    [Fact]
    public void What_is_protected_is_not_told()
    {
        var doors = Doors("smtp [::]:1025", "http [::]:8025", "imap [::]:1143");

        Assert.Single(OpenDoors.Warnings(doors, true, true, true, true));
        Assert.Contains(
            "in the clear", OpenDoors.Warnings(doors, true, true, false, true).Last(), StringComparison.Ordinal);
        Assert.Contains(
            "in without", OpenDoors.Warnings(doors, true, false, true, true).Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "127.0.0.1:1025", "")]
    [InlineData("--public", "[::]:1025", "")]
    [InlineData("--public --smtp 127.0.0.1:25", "127.0.0.1:25", "")]
    [InlineData("--imap", "127.0.0.1:1025", "127.0.0.1:1143")]
    [InlineData("--imap --public", "[::]:1025", "[::]:1143")]
    [InlineData("--imap 10.0.0.1:143 --public", "[::]:1025", "10.0.0.1:143")]
    public void Public_is_every_interface_wherever_no_address_is_given(string said, string smtp, string imap)
    {
        var options = new CatchOptions();
        var command = new Command("catch");
        options.AddTo(command);
        var parsed = command.Parse(said);

        Assert.Equal(smtp, $"{Choose(options.Smtp)}");
        Assert.Equal(imap, $"{Choose(options.Imap)}");

        IPEndPoint? Choose(Option<IPEndPoint?> option) =>
            AddressOption.Choose(parsed, option, parsed.GetValue(options.Web.Public));
    }

    private static IReadOnlyList<string> Warn(params string[] doors) =>
        [.. OpenDoors.Warnings(Doors(doors), false, false, false, false)];

    private static IReadOnlyList<(string, IPEndPoint)> Doors(params string[] doors) =>
        [.. doors.Select(door => (door.Split(' ')[0], IPEndPoint.Parse(door.Split(' ')[1])))];
}
