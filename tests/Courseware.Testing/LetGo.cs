using System.Diagnostics;

namespace Courseware.Testing;

/// <summary>An address that this process listened at until now.</summary>
internal static class LetGo
{
    // Less than the minute for which a system may keep a port from its next owner.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Binds it again. A process that a test beside this one is starting has, for a moment, all that was open here: until then somebody
    /// listens still.
    /// </summary>
    public static T Bind<T>(Func<T> bind)
    {
        for (var watch = Stopwatch.StartNew(); ; Thread.Sleep(1))
        {
            try
            {
                return bind();
            }
            catch (IOException) when (watch.Elapsed < s_limit)
            {
                // Once more.
            }
        }
    }
}
