using System.Security.Cryptography;
using Xunit;

namespace Courseware.Tests.Data;

/// <summary>What <c>courseware data</c> writes, and how it ends.</summary>
public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_list_tells_where_each_data_set_is()
    {
        Write("some/a.csv", "1");
        Write("other/else.bin", "1");
        Assert.Equal(0, Run("list"));
        Assert.Equal(
            ["all             not here                                    2 files; free",
             "some            1 of 2 files are not here                   2 files; free",
             "other           other files in the cache of downloads       2 files; free"],
            Lines());
    }

    [Fact]
    public void Verifying_tells_of_every_file_and_fails_for_one_that_differs()
    {
        Write("all/a.csv", "right");
        Write("all/b.csv", "right");
        Write("some/a.csv", "right");
        Assert.Equal(0, Run("verify", "all", "some"));
        Assert.Equal(["all/a.csv: verified (SHA-256)", "all/b.csv: there; no checksum is published", "some/a.csv: verified (SHA-256)", "some/b.csv: not there"],
            Lines());

        Write("all/a.csv", "wrong");
        Assert.Equal(1, Run("verify", "all"));
        Assert.StartsWith("all/a.csv: DIFFERS: SHA-256 ", Lines()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Fetching_goes_on_after_what_cannot_be_had_and_says_why()
    {
        Write("some/a.csv", "right");
        Write("some/b.csv", "right");
        Assert.Equal(1, Run("fetch", "all", "some"));
        Assert.Contains("COURSEWARE_OFFLINE forbids a download", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Lines().Length);
        Assert.EndsWith("a.csv", Lines()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_the_catalogue_does_not_know_is_refused_before_anything_is_fetched()
    {
        Assert.Equal(2, Run("fetch", "all", "nothing"));
        Assert.Contains("no data set 'nothing'. It knows all, some, other.", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    private void Write(string file, string text)
    {
        var path = _folder.File(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string[] Lines() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private int Run(string verb, params string[] ids)
    {
        _output.GetStringBuilder().Clear();
        var sha = Convert.ToHexStringLower(SHA256.HashData("right"u8));
        string Entry(string id) => $$"""
            {"id":"{{id}}","name":"{{id}}","folder":"{{id}}","shape":"2 files","licence":"free","files":[
              {"name":"a.csv","sha256":"{{sha}}","urls":["https://example.org/a"]},{"name":"b.csv","urls":["https://example.org/b"]}]}
            """;
        var catalogue = Catalogue.Parse($$"""{"datasets":[{{Entry("all")}},{{Entry("some")}},{{Entry("other")}}]}""");
        var settings = new DataSettings { CacheFolder = _folder.Path, Offline = true };
        return new DataCommand.Verbs(new DataStore(catalogue, settings), _output, _errors).Run(verb, ids);
    }
}
