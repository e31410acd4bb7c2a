using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

public class TranscriptTests
{
    [Theory]
    [TranscriptFiles("imap")]
    public void Plays(string file) =>
        new EnginePlayer(() => new ImapAdapter()).Play(TranscriptFilesAttribute.Read(file));
}
