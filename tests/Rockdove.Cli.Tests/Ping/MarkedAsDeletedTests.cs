using System.Globalization;
using System.Text;
using Rockdove.Storage;
using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>
/// A thousand messages of somebody else's lie in each mailbox, marked as deleted, as some mail programs leave them:
/// EXPUNGE and CLOSE would take them all. maping loses them where there is no UIDPLUS.
/// </summary>
public sealed class MarkedAsDeletedTests
{
    [Fact]
    public async Task Foreign_mail_that_is_marked_as_deleted_survives()
    {
        string[] names = ["ann", "bob", "pop3"];
        await using var world = await PingWorld.StartAsync(names);
        foreach (var name in names)
            await world.Office.PutAsync(name, new FlagSet(SystemFlags.Deleted), Foreign());
        world["bob"].Receiving.Rewrite = (side, line) => side == GateSide.Client ? line : line
            .Replace(" UIDPLUS", "", StringComparison.Ordinal).Replace(" IMAP4rev2", "", StringComparison.Ordinal);
        world.Write("");
        await world.PassAsync();

        Assert.Equal((Many, Many, Many), await CountAsync(world, "ann"));
        Assert.Equal((Many, Many, Many), await CountAsync(world, "pop3"));
        // What cannot be expunged alone is marked, for the owner's own program to take away.
        Assert.Equal((Many + 2, Many + 2, Many + 2), await CountAsync(world, "bob"));
    }

    private static async Task<(long Messages, long Deleted, long Unseen)> CountAsync(PingWorld world, string name)
    {
        var inbox = (await world.Office.MailboxesAsync(name)).Single(mailbox => mailbox.Name.Name == "INBOX");
        return (inbox.Messages, inbox.Deleted, inbox.Unseen);
    }

    private static IEnumerable<byte[]> Foreign() => Enumerable.Range(0, (int)Many).Select(i => Encoding.ASCII.GetBytes(
        string.Create(
            CultureInfo.InvariantCulture, $"From: x@elsewhere.test\r\nSubject: [rockdove] {i}\r\n\r\nMine.\r\n")));

    private const long Many = 1000;
}
