namespace Rockdove.Wire;

/// <summary>What a line of a transcript is.</summary>
public enum TranscriptLineKind : byte
{
    /// <summary>An empty line, for the reader's eye.</summary>
    Blank,

    /// <summary><c>#</c> a remark.</summary>
    Comment,

    /// <summary><c>!</c> a word and arguments; whoever runs the transcript gives it a meaning.</summary>
    Directive,

    /// <summary><c>C:</c> what the client sends.</summary>
    Client,

    /// <summary><c>S:</c> what the server sends.</summary>
    Server,

    /// <summary><c>?</c> a question that the engine asks its host.</summary>
    Question,

    /// <summary><c>=</c> the answer to give.</summary>
    Answer,

    /// <summary><c>&gt;</c> content that the engine hands out.</summary>
    Content,
}
