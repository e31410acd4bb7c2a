using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// Answers the question in <see cref="SmtpContext.Question"/>. Null leaves the question's own default. Middleware
/// takes one and
/// makes another around it.
/// </summary>
public delegate ValueTask<SmtpReply?> SmtpDelegate(SmtpContext context);
