using Courseware.Host.Notebooks;
using Xunit;

namespace Courseware.Host.Tests.Notebooks;

public sealed class NotebookDocumentTests
{
    [Theory]
    [InlineData("""{"cells":["a text"]}""", "cell 1")]
    [InlineData("""{"cells":[{"cell_type":"code","source":"1"},null]}""", "cell 2")]
    [InlineData("""{"cells":[],"cells":[]}""", "cells")]
    [InlineData("""{"nbformat":3}""", "format 4")]
    [InlineData("[]", "JSON object")]
    [InlineData("<<<<<<< HEAD", "not JSON")]
    public void What_is_no_notebook_is_told_in_one_line_that_names_the_file(string content, string finding)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("odd.ipynb", content);
        var error = Assert.Throws<InvalidDataException>(() => NotebookDocument.Load(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(finding, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_in_one_line_that_names_it()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InvalidDataException>(() => NotebookDocument.Load(folder.Root));
        Assert.StartsWith(folder.Root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_is_left_as_it_is_and_nothing_is_left_beside_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("taken/inside.txt", "mine");
        var error = Assert.Throws<InvalidDataException>(() => NotebookFormat.WriteAtomically(folder.At("taken"), "text"));
        Assert.StartsWith(folder.At("taken"), error.Message, StringComparison.Ordinal);
        Assert.Equal([folder.At("taken")], Directory.EnumerateFileSystemEntries(folder.Root));
    }
}
