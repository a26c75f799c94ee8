using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

public sealed class LoadedCopiesTests
{
    [Fact]
    public async Task What_a_test_s_session_loads_is_not_copied_into_the_user_s_folder()
    {
        using var session = new SessionHarness();
        var library = session.Folder.At("Tiny.dll");
        TestLibrary.Build(library, "public static class Answer { public static int Value => 42; }");
        var outcome = await session.RunAsync($"#r \"{library}\"\nConsole.Write(typeof(Answer).Assembly.Location + Answer.Value);");
        Assert.Contains(LoadedCopies.Folder, outcome.Text, StringComparison.Ordinal);
    }
}
