using System.Runtime.CompilerServices;
using Xunit;

namespace Courseware.Tests.Display;

/// <summary>
/// The list of environment variables agrees with the code that reads them, and what is wrong is told when the library is loaded.
/// </summary>
public sealed class EnvironmentNoticeTests
{
    [Fact]
    public void What_is_wrong_is_told_once_when_the_library_is_loaded()
        => Assert.Equal(
            "COURSEWARE_OFFLINE must be '1', 'true', '0' or 'false', not 'no'. Unset it to allow downloads.\nWarning: nothing reads the environment variable COURSEWARE_DATAA. Did you mean COURSEWARE_DATA?\n[used]\n",
            ChildProcess.Run(UseTheLibrary, ("COURSEWARE_OFFLINE", "no"), ("COURSEWARE_DATAA", "/x")).ReplaceLineEndings("\n"));

    [Fact]
    public void Where_the_host_has_told_it_nothing_is_told_again()
        => Assert.Equal("[used]\n", ChildProcess.Run(UseAfterTheHost, ("COURSEWARE_OFFLINE", "no"), ("COURSEWARE_DATAA", "/x"))
            .ReplaceLineEndings("\n"));

    [Fact]
    public void Every_word_on_the_list_is_understood()
    {
        Assert.Equal(Enum.GetNames<DataPolicy>(), Values("COURSEWARE_DATA_POLICY"));
        Assert.Equal([true, true, false, false], Values("COURSEWARE_OFFLINE")
            .Select(value => DataSettings.From(name => name == "COURSEWARE_OFFLINE" ? value : null).Offline));
        Assert.Equal(Values("COURSEWARE_MODE"), Values("COURSEWARE_MODE")
            .Select(mode => ChildProcess.Run(ShowMode, ("COURSEWARE_MODE", mode)).Trim()));
        foreach (var engine in Values("COURSEWARE_ENGINE"))
            Assert.DoesNotContain("must be", ChildProcess.Run(ShowEngine, ("COURSEWARE_ENGINE", engine)), StringComparison.Ordinal);
    }

    [Theory, InlineData("COURSEWARE_DATA_POLICY", "maybe"), InlineData("COURSEWARE_OFFLINE", "no")]
    public void A_word_that_is_not_on_the_list_is_an_error_in_the_same_words(string variable, string value)
        => Assert.Equal(EnvironmentNotice.ErrorOf(variable, value),
            Assert.Throws<ArgumentException>(() => DataSettings.From(name => name == variable ? value : null)).Message);

    internal static void UseTheLibrary()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(Engine).Module.ModuleHandle);
        RuntimeHelpers.RunModuleConstructor(typeof(Engine).Module.ModuleHandle);
        Console.WriteLine("[used]");
    }

    internal static void UseAfterTheHost()
    {
        AppContext.SetData("notebook.variables", true);
        UseTheLibrary();
    }

    internal static void ShowMode() => Console.WriteLine(Courseware.Course.Mode);

    internal static void ShowEngine() => Console.WriteLine(Engine.Default.Name);

    private static IReadOnlyList<string> Values(string name) => EnvironmentNotice.Variables.ValuesOf(name);
}
