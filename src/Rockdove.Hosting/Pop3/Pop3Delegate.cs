using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>
/// Answers the question in <see cref="Pop3Context.Question"/>. Null leaves the question's own default, or says that the
/// context has more than a reply. Middleware takes one and makes another around it.
/// </summary>
public delegate ValueTask<Pop3Reply?> Pop3Delegate(Pop3Context context);
