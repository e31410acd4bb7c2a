using Rockdove.Testing;

namespace Rockdove.Pop3.Tests;

public class TranscriptTests
{
    [Theory]
    [TranscriptFiles("pop3")]
    public void Plays(string file) =>
        new EnginePlayer(() => new Pop3Adapter()).Play(TranscriptFilesAttribute.Read(file));
}
