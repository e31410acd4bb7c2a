using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>
/// Answers the question in <see cref="ImapContext.Question"/>. Null leaves the question's own default, or says that the
/// context has more than a reply. Middleware takes one and makes another around it.
/// </summary>
public delegate ValueTask<ImapReply?> ImapDelegate(ImapContext context);
