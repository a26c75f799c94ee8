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
    [InlineData("<<<<<<< HEAD", "a merge leaves")]
    [InlineData("", "the file is empty")]
    [InlineData(" \n\t", "the file is empty")]
    [InlineData("\0\0\0\0", "zero bytes")]
    [InlineData("<!DOCTYPE html><html>", "a web page")]
    [InlineData("{\"cells\":[nothing\\n of\n\nJSON]}", "not JSON")]
    [InlineData("{\"cells\":[", "ends too early")]
    [InlineData("{\"cells\":[],\n\"metadata\":{\"x\": NaN}}", "NaN is no number")]
    [InlineData("{\"cells\":[],\"metadata\":{\"x\": [1, -Infinity]}}", "-Infinity is no number")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"source\":[\"a\",\"b\\ud83d\"]}]}", "half of a character in cell 1, source")]
    [InlineData("{\"cells\":[{},{\"cell_type\":\"markdown\",\"source\":\"\\uDE00 text\"}]}", "half of a character in cell 2, source")]
    [InlineData("{\"cells\":[{\"metadata\":{\"x\":{\"y\":\"\\ud83d\\u0041\"}}}]}", "half of a character in cell 1, metadata")]
    [InlineData("{\"cells\":[{\"outputs\":[{},{\"text\":[\"\\ud83d\"]}]}]}", "half of a character in cell 1, output 2")]
    [InlineData("{\"cells\":[],\"metadata\":{\"a\\udfff\":1}}", "half of a character in the notebook's metadata")]
    public void What_is_no_notebook_is_told_in_one_line_that_names_the_file(string content, string finding)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("odd.ipynb", content);
        var error = Assert.Throws<InvalidDataException>(() => NotebookDocument.Load(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(finding, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_character_of_two_codes_is_read_and_so_is_a_file_in_UTF_16()
    {
        using var folder = new TemporaryFolder();
        const string text = "{\"cells\":[{\"cell_type\":\"code\",\"source\":\"\\ud83d\\ude00\"}]}";
        Assert.Equal("😀", Assert.Single(NotebookDocument.Load(folder.Write("whole.ipynb", text)).Cells).Source);
        File.WriteAllText(folder.At("wide.ipynb"), text, System.Text.Encoding.Unicode);
        Assert.Equal("😀", Assert.Single(NotebookDocument.Load(folder.At("wide.ipynb")).Cells).Source);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_told_with_their_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("latin.ipynb"), [.. "{\"cells\":\n[\""u8, 0xE4, .. "\"]}"u8]);
        Assert.Contains("text in UTF-8, and this file is not (line 2)",
            Assert.Throws<InvalidDataException>(() => NotebookDocument.Load(folder.At("latin.ipynb"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":\"\\ud83d\"}")]
    [InlineData("{\"a\":")]
    public void An_output_that_no_file_can_hold_as_JSON_is_kept_as_text(string json) =>
        Assert.Equal(json,
            (string?)NotebookFormat.Data(new Dictionary<string, string> { ["application/json"] = json })["application/json"]);

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
