using System.Buffers;
using Rockdove.Imap;
using Rockdove.Pop3;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>
/// The beginning of a session up to STARTTLS, said by the client engine of the protocol; or up to the greeting, where
/// TLS was there before.
/// </summary>
internal abstract class ServiceOpening
{
    public static ServiceOpening For(CheckedProtocol protocol, bool isSecure, string helloName) => protocol switch
    {
        CheckedProtocol.Imap => new ImapOpening(isSecure),
        CheckedProtocol.Pop3 => new Pop3Opening(isSecure),
        _ => new SmtpOpening(isSecure, helloName),
    };

    /// <summary>What the server calls itself; null when it does not say.</summary>
    public virtual string? ServerName => null;

    /// <summary>Why it does not go on; null while it does.</summary>
    public abstract string? Failure { get; }

    /// <summary>True when it does not go on since the server does not offer TLS.</summary>
    public abstract bool IsTlsMissing { get; }

    public abstract OpeningStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output);

    public abstract void Signal(Signal signal);

    private sealed class SmtpOpening(bool isSecure, string helloName) : ServiceOpening
    {
        private readonly SmtpClientEngine _engine = new(new SmtpClientOptions
        {
            HelloName = helloName,
            IsSecure = isSecure,
            Tls = isSecure ? SmtpTlsPolicy.Never : SmtpTlsPolicy.Required,
        });

        /// <summary>The first word of the greeting (RFC 5321 section 4.2).</summary>
        public override string? ServerName =>
            _engine.Greeting?.Lines[0].Split(' ', 2)[0] is { Length: > 0 } name ? name : null;

        public override string? Failure => _engine.Failure?.ToString();

        public override bool IsTlsMissing => _engine.Failure?.Cause == SmtpClientFailureCause.TlsNotOffered;

        public override OpeningStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output) =>
            _engine.Advance(ref input, output).Kind switch
            {
                SmtpClientStepKind.NeedInput => OpeningStep.NeedInput,
                SmtpClientStepKind.StartTls => OpeningStep.StartTls,
                SmtpClientStepKind.Failed => OpeningStep.Failed,
                _ => OpeningStep.Open,
            };

        public override void Signal(Signal signal) => _engine.Signal(signal);
    }

    private sealed class ImapOpening(bool isSecure) : ServiceOpening
    {
        private readonly ImapClientEngine _engine = new(new ImapClientOptions { IsSecure = isSecure });

        public override string? Failure => _engine.Failure?.Explanation;

        public override bool IsTlsMissing => _engine.Failure?.Cause == ImapClientFailureCause.TlsUnavailable;

        public override OpeningStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
        {
            while (true)
            {
                switch (_engine.Advance(ref input, output).Kind)
                {
                    case ImapClientStepKind.NeedInput:
                        return OpeningStep.NeedInput;
                    case ImapClientStepKind.StartTls:
                        return OpeningStep.StartTls;
                    case ImapClientStepKind.Failed:
                        return OpeningStep.Failed;
                    case ImapClientStepKind.Response or ImapClientStepKind.Content:
                        continue; // What a server says unasked is no concern here.
                    default:
                        return OpeningStep.Open;
                }
            }
        }

        public override void Signal(Signal signal) => _engine.Signal(signal);
    }

    private sealed class Pop3Opening(bool isSecure) : ServiceOpening
    {
        private readonly Pop3ClientEngine _engine = new(new Pop3ClientOptions { IsSecure = isSecure });

        public override string? Failure => _engine.Failure?.Explanation;

        public override bool IsTlsMissing => _engine.Failure?.Cause == Pop3ClientFailureCause.TlsUnavailable;

        public override OpeningStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output) =>
            _engine.Advance(ref input, output).Kind switch
            {
                Pop3ClientStepKind.NeedInput => OpeningStep.NeedInput,
                Pop3ClientStepKind.StartTls => OpeningStep.StartTls,
                Pop3ClientStepKind.Failed => OpeningStep.Failed,
                _ => OpeningStep.Open,
            };

        public override void Signal(Signal signal) => _engine.Signal(signal);
    }
}

/// <summary>What is to be done before an opening goes on.</summary>
internal enum OpeningStep : byte
{
    /// <summary>Send what was written, and read.</summary>
    NeedInput,

    /// <summary>Send what was written; then the handshake begins.</summary>
    StartTls,

    /// <summary>The session is open, as it is.</summary>
    Open,

    Failed,
}
