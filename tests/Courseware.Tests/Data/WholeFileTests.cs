using Xunit;

namespace Courseware.Tests.Data;

/// <summary>Files that are there whole or not at all, and nothing that a killed writer has left.</summary>
public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parts_that_killed_writers_left_are_swept_at_the_next_save_and_others_files_stay()
    {
        var path = _folder.File("model.safetensors");
        for (var i = 0; i < 21; i++)
            _folder.Write($"model.safetensors.{Guid.NewGuid():N}.part", [1, 2, 3]);
        _folder.Write("model.safetensors.1234.part", [1]); // as earlier versions named them
        string[] others = [_folder.Write("model.safetensors.part", [1]), _folder.Write($"other.safetensors.{Guid.NewGuid():N}.part", [1]),
            _folder.Write("model.safetensors.notes.part", [1])];
        Model().Save(path);
        Assert.Equal(others.Append(path).Order(StringComparer.Ordinal), Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_part_that_is_being_written_stays_and_becomes_a_file()
    {
        var path = _folder.File("rows");
        using var writing = new WholeFile(path);
        writing.Stream.WriteByte(1);
        using (var second = new WholeFile(path))
        {
            second.Stream.WriteByte(2);
            second.Finish();
        }
        Assert.Equal([2], File.ReadAllBytes(path));
        writing.Finish();
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file()
    {
        var path = _folder.Write("rows", [7]);
        using (var writing = new WholeFile(path))
        {
            writing.Stream.WriteByte(1);
            Assert.Throws<InvalidDataException>(() => writing.Finish(_ => throw new InvalidDataException("no")));
        }
        Assert.Equal([7], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Weights_that_are_not_finite_are_not_loaded()
    {
        var path = _folder.File("model.safetensors");
        var model = Model();
        model[0].Parameters[0][0, 0] = float.NaN;
        model.Save(path);
        var other = Model();
        var before = other.Fingerprint;
        var error = Assert.Throws<InvalidDataException>(() => other.Load(path));
        Assert.Contains("number 0 of 'dense1/weight' is NaN", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, other.Fingerprint);
    }

    [Fact]
    public void A_header_that_is_no_text_and_a_file_of_another_size_are_named()
    {
        var path = _folder.Write("model.safetensors", [4, 0, 0, 0, 0, 0, 0, 0, (byte)'{', 0xFF, 0xFE, (byte)'}']);
        Assert.Contains("its header is not text in UTF-8", Assert.Throws<InvalidDataException>(() => Model().Load(path)).Message,
            StringComparison.Ordinal);
        using (var large = File.Create(path))
            large.SetLength(3_000_000_000); // holes: it takes no room
        Assert.Contains("has 3,000,000,000 bytes, more than weights of this model can take",
            Assert.Throws<InvalidDataException>(() => Model().Load(path)).Message, StringComparison.Ordinal);
    }

    private static Sequential Model() => new(inputs: [2], seed: 1) { new Dense(2) };
}
