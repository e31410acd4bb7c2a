using Rockdove.Testing;

namespace Rockdove.Smtp.Tests;

public class TranscriptTests
{
    [Theory]
    [TranscriptFiles("smtp")]
    public void Plays(string file) =>
        new EnginePlayer(() => new SmtpAdapter()).Play(TranscriptFilesAttribute.Read(file));
}
