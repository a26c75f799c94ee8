using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>A library tells which symbols a cell's <c>#if</c> knows.</summary>
public sealed class NotebookSymbolsTests
{
    private const string Cell =
        "#if SYMBOL_OF_THIS_TEST\n#r \"nowhere/Library.dll\"\nConsole.Write(Library.Call());\n#else\nConsole.Write(\"not here\");\n#endif";

    [Fact]
    public async Task A_symbol_decides_what_is_compiled_and_what_is_built()
    {
        using var session = new SessionHarness();
        Assert.Equal("not here", (await session.RunAsync(Cell)).Text);
        Assert.Empty(LibraryBuild.Missing(Cell, session.Folder.Root));

        AppContext.SetData(NotebookSymbols.DataName, "OTHER;SYMBOL_OF_THIS_TEST");
        try
        {
            var library = session.Folder.At("nowhere", "Library.dll");
            Assert.Equal([library], LibraryBuild.Missing(Cell, session.Folder.Root));
            TestLibrary.Build(library, "public static class Library { public static string Call() => \"here\"; }");
            Assert.Equal("here", (await session.RunAsync(Cell)).Text);
        }
        finally
        {
            AppContext.SetData(NotebookSymbols.DataName, null);
        }
    }
}
