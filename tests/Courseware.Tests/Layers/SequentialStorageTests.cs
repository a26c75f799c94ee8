using System.Text;
using Xunit;

namespace Courseware.Tests.Layers;

public sealed class SequentialStorageTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"courseware-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_path);

    private string[] Beside()
        => [.. Directory.EnumerateFileSystemEntries(Path.GetTempPath(), Path.GetFileName(_path) + "*").Order(StringComparer.Ordinal)];

    [Fact]
    public void The_file_is_plain_safetensors()
    {
        Model(seed: 1).Save(_path);
        var bytes = File.ReadAllBytes(_path);
        var length = (int)BitConverter.ToInt64(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            """{"dense1/weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"dense1/bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},"batchnorm1/weight":{"dtype":"F32","shape":[2],"data_offsets":[32,40]},"batchnorm1/bias":{"dtype":"F32","shape":[2],"data_offsets":[40,48]},"batchnorm1/running_mean":{"dtype":"F32","shape":[2],"data_offsets":[48,56]},"batchnorm1/running_var":{"dtype":"F32","shape":[2],"data_offsets":[56,64]}}""",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd());
        Assert.Equal(8 + length + 64, bytes.Length);
    }

    [Fact]
    public void Running_statistics_travel_too_and_precisions_convert()
    {
        var model = Model(seed: 1);
        model.Forward(Tensor.From([1f, 2, 3, 4, 5, 7], 2, 3), new Pass { Training = true });
        model.Save(_path);
        var twin = new Sequential([3], seed: 2, DType.Float64) { new Dense(2), new BatchNorm() };
        twin.Load(_path);
        foreach (var (a, b) in model.Weights.Zip(twin.Weights))
            Assert.Equal(a.ToDoubles(), b.ToDoubles());
    }

    [Fact]
    public void Saving_replaces_an_older_file_and_leaves_no_other()
    {
        Model(seed: 1).Save(_path);
        var second = Model(seed: 2);
        second.Save(_path);
        var loaded = Model(seed: 3);
        loaded.Load(_path);
        Assert.Equal(second.Fingerprint, loaded.Fingerprint);
        Assert.Equal([_path], Beside());
    }

    [Fact]
    public void A_file_that_another_session_is_saving_is_not_touched_and_a_failure_leaves_nothing()
    {
        var others = _path + ".part";
        using (var saving = new FileStream(others, FileMode.Create, FileAccess.Write, FileShare.None))
            Model(seed: 1).Save(_path);
        Assert.Equal([_path, others], Beside());
        File.Delete(others);

        File.Delete(_path);
        Directory.CreateDirectory(_path);
        try
        {
            Assert.ThrowsAny<Exception>(() => Model(seed: 1).Save(_path));
            Assert.Equal([_path], Beside());
        }
        finally
        {
            Directory.Delete(_path);
        }
    }

    [Fact]
    public void A_damaged_file_is_named_and_changes_nothing()
    {
        Model(seed: 1).Save(_path);
        var whole = File.ReadAllBytes(_path);
        var header = Encoding.UTF8.GetString(whole, 8, (int)BitConverter.ToInt64(whole));

        Damaged([], "its first 8 bytes should give the length of a header that fits into the file's 0 bytes");
        Damaged(whole[..5], "the file's 5 bytes");
        Damaged(whole[..100], "its first 8 bytes should give the length of a header");
        Damaged(whole[..^1], "is cut short or damaged: 'batchnorm1/running_var' should fill bytes 56 to 64 of 63");
        Damaged([.. "not a model, but a text that somebody wrote"u8], "is no safetensors file");
        Damaged(WithHeader("[1, 2]"), "its header is not a JSON object");
        Damaged(WithHeader("null"), "its header is not a JSON object");
        Damaged(WithHeader("{oops"), "its header is not a JSON object");
        Damaged(WithHeader("{\"a\": {}, \"a\": {}}"), "its header is not a JSON object");
        Damaged(WithHeader(header.Replace("[2,3]", "[99999999999,3]", StringComparison.Ordinal)),
            "the header entry of 'dense1/weight' is malformed");
        Damaged(WithHeader("{}"), "holds no tensor 'dense1/weight', which this model has");
        Damaged(WithHeader(header.Replace("\"F32\"", "\"I8\"", StringComparison.Ordinal)),
            "'dense1/weight' is of type I8; F32 and F64 can be read");
        Damaged(WithHeader(header.Replace("[2,3]", "[3,2]", StringComparison.Ordinal)),
            "'dense1/weight' has shape (3, 2), but this model needs (2, 3)");
        Damaged(WithHeader(header.Replace("[2,3]", "\"x\"", StringComparison.Ordinal)), "the header entry of 'dense1/weight' is malformed");
        Damaged(WithHeader(header.Replace("[0,24]", "[0]", StringComparison.Ordinal)), "the header entry of 'dense1/weight' is malformed");
        Damaged(WithHeader(header.Replace("[0,24]", "[-8,16]", StringComparison.Ordinal)), "is cut short or damaged");
        Damaged(WithHeader(header.Replace("[0,24]", "[4000000000000,4000000000024]", StringComparison.Ordinal)), "is cut short or damaged");

        byte[] WithHeader(string text)
        {
            var json = Encoding.UTF8.GetBytes(text);
            return [.. BitConverter.GetBytes((long)json.Length), .. json, .. whole.AsSpan(whole.Length - 64)];
        }

        void Damaged(byte[] bytes, string says)
        {
            File.WriteAllBytes(_path, bytes);
            var model = Model(seed: 2);
            var before = model.Fingerprint;
            var error = Assert.Throws<InvalidDataException>(() => model.Load(_path));
            Assert.Contains(_path, error.Message, StringComparison.Ordinal);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, model.Fingerprint);
        }
    }

    [Fact]
    public void The_weights_of_a_deeper_network_are_those_of_another_architecture()
    {
        using var folder = new Data.TemporaryFolder();
        var path = folder.File("deep.safetensors");
        new Sequential([3], seed: 1) { new Dense(3), new Dense(3), new Dense(3) }.Save(path);
        var shallow = new Sequential([3], seed: 2) { new Dense(3), new Dense(3) };
        var before = shallow.Fingerprint;
        var error = Assert.Throws<InvalidDataException>(() => shallow.Load(path));
        Assert.Contains("holds a tensor 'dense3/weight', which this model has not", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, shallow.Fingerprint);
    }

    [Fact]
    public void A_layer_that_did_not_fit_can_be_added_once_it_does()
    {
        var model = new Sequential([1, 2, 2], seed: 1);
        var dense = new Dense(2);
        Assert.Throws<ArgumentException>(() => model.Add(dense));
        model.Add(new Flatten());
        model.Add(dense);
        Assert.Equal(10, model.ParameterCount);
    }

    private static Sequential Model(long seed) => new([3], seed) { new Dense(2), new BatchNorm() };
}
