namespace Rockdove.RealClients.Tests;

/// <summary>The catcher's pages in Chromium: each screen, by keys, on a phone, for everybody.</summary>
public sealed class CatcherPagesTests
{
    [Fact]
    public async Task The_pages_do_what_a_person_wants()
    {
        // Below a path, where an address that is not relative is noticed. Other tests are at the root of a host.
        await using var server = await RunningHttpCatch.StartAsync("--webroot", "/mail/");

        var run = await new BrowserScript("pages.mjs").RunAsync(
            ReadOnlyMemory<byte>.Empty, server.Http, $"{server.Smtp}");

        run.Succeeds(
            "no mail yet says where to send some",
            "the first page and a language of its own are less than 60 KB with gzip",
            "mail appears by itself",
            "a message is read by keys, in a frame where nothing runs",
            "each view of a message is there",
            "headers are filtered",
            "a long list does not move under the reader",
            "a search is offered words, and says what it did not understand",
            "one of several catchers says which, and a release begins with its recipients",
            "many are tagged and deleted, after one question",
            "one is deleted at once, and the next is read",
            "an inbox is made, has its own mail and is ended",
            "an inbox gets a port of its own",
            "faults are set, seen and cleared",
            "keys are told, and settings are kept",
            "a phone has one column and a way back",
            "what a peer writes is text and nothing else",
            "pictures are drawn small, and what is no picture is not",
            "a picture is saved of what is shown, and nothing in it runs or asks",
            "it says when nobody answers, and goes on by itself",
            "nothing was complained of, and nothing was fetched from elsewhere");
    }
}
