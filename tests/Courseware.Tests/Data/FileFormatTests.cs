using System.IO.Compression;
using System.Text;
using Xunit;

namespace Courseware.Tests.Data;

/// <summary>
/// Right files are read; wrong, cut off and random ones give an error that names the file, what was expected and what was found.
/// </summary>
public sealed class FileFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static byte[] Idx { get; } = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Idx_is_read_plain_and_packed()
    {
        Assert.Equal(Idx[16..], IdxFile.Read(_folder.Write("plain", Idx), 2, 2, 3));
        Assert.Equal(Idx[16..], IdxFile.Read(_folder.Write("packed", Gzip(Idx)), 2, 2, 3));
    }

    [Fact]
    public void A_word_index_gives_the_words_by_their_rank()
        => Assert.Equal(["", "the", "of", "said"], WordIndex.Read(Words("""{"said": 3, "the": 1, "of": 2}"""), largest: 3));

    [Theory]
    [InlineData("""{"the": 1, "of": 1}""", "rank 1 for \"of\", which is out of range or another word's")]
    [InlineData("""{"the": 1, "of": 3}""", "rank 3 for \"of\", which is out of range or another word's")]
    [InlineData("""{"the": 1}""", "1 words")]
    [InlineData("""["the", "of"]""", "text that begins \"[\"the\", \"of\"]\"")]
    [InlineData("""{"the": 1, "o""", "text that begins \"{\"the\": 1, \"o\"")]
    public void A_wrong_word_index_is_named_with_what_was_expected_and_found(string content, string found)
    {
        var error = Assert.Throws<DataFileException>(() => WordIndex.Read(Words(content), largest: 2));
        Assert.StartsWith($"{_folder.File("reuters_word_index.json")}: expected a JSON object that gives each word a rank of its own, from 1 to 2 or more, found {found}. ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "an empty file")]
    [InlineData("<!DOCTYPE html><html>sign in</html>", "an HTML page (a login or error page saved under this name?)")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "a Git LFS pointer, not the data (git lfs pull fetches them)")]
    [InlineData("hello, this is text", "text that begins \"hello, this is text\"")]
    [InlineData("PK\u0003\u0004 and more", "a zip archive")]
    public void A_file_of_the_wrong_kind_is_named_for_what_it_is(string content, string found)
    {
        var path = _folder.Write("train-images-idx3-ubyte.gz", content == "empty" ? [] : Encoding.Latin1.GetBytes(content));
        var error = Assert.Throws<DataFileException>(() => IdxFile.Read(path, 2, 2, 3));
        Assert.Equal(path, error.Path);
        Assert.Equal($"{path}: expected an idx file of 2 × 2 × 3 bytes, found {found}. The file was left as it is; replace it by a fresh copy, or move it away so that the next run downloads one.", error.Message);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Idx_with_other_dimensions_says_both()
    {
        var path = _folder.Write("x", Idx);
        Assert.Contains("expected an idx file of 4 × 2 × 3 bytes, found an idx file of 2 × 2 × 3 bytes (training and test part exchanged?)",
            Assert.Throws<DataFileException>(() => IdxFile.Read(path, 4, 2, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("found an idx file with 3 dimensions (images and labels exchanged?)",
            Assert.Throws<DataFileException>(() => IdxFile.Read(path, 12)).Message, StringComparison.Ordinal);
        Assert.Contains("found more than 28 bytes of content",
            Assert.Throws<DataFileException>(() => IdxFile.Read(_folder.Write("y", [.. Idx, 1]), 2, 2, 3)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_out_of_range_is_told_with_its_row()
    {
        var path = _folder.Write("labels", [0, 0, 8, 1, 0, 0, 0, 3, 1, 12, 2]);
        Assert.Contains("expected labels from 0 to 9, found label 12 in row 1",
            Assert.Throws<DataFileException>(() => IdxFile.ReadLabels(path, 3, 10)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_of_a_plain_or_packed_idx_file_is_an_error()
    {
        foreach (var whole in new[] { Idx, Gzip(Idx) })
        {
            for (var length = 0; length < whole.Length; length++)
            {
                var path = _folder.Write("cut", whole[..length]);
                Assert.Throws<DataFileException>(() => IdxFile.Read(path, 2, 2, 3));
            }
        }
    }

    [Fact]
    public void Every_cut_of_a_packed_table_is_an_error()
    {
        var whole = Gzip(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 10).Select(Row))));
        Assert.Equal(10, HiggsLoader.Read(_folder.Write("whole", whole), 10).Labels.Length);
        for (var length = 0; length < whole.Length; length++)
        {
            var path = _folder.Write("cut", whole[..length]);
            // An empty file has no rows, which its caller finds too few.
            if (length > 1)
                Assert.Throws<DataFileException>(() => HiggsLoader.Read(path, 10));
        }
    }

    [Fact]
    public void Every_flipped_byte_of_a_packed_file_is_an_error_or_changes_nothing()
    {
        var whole = Gzip(Idx);
        for (var i = 0; i < whole.Length; i++)
        {
            var path = _folder.Write("flipped", [.. whole[..i], (byte)(whole[i] ^ 0x10), .. whole[(i + 1)..]]);
            try
            {
                Assert.Equal(Idx[16..], IdxFile.Read(path, 2, 2, 3));
            }
            catch (DataFileException)
            {
            }
        }
    }

    [Fact]
    public void A_table_tells_the_line_and_the_field()
    {
        var path = _folder.Write("h.csv", Encoding.ASCII.GetBytes(Row(0) + Row(1).Replace(",7.5", ",seven", StringComparison.Ordinal)));
        Assert.Contains("found \"seven\" in column 8, not a number (line 2)",
            Assert.Throws<DataFileException>(() => HiggsLoader.Read(path, 5)).Message, StringComparison.Ordinal);
        path = _folder.Write("h.csv", Encoding.ASCII.GetBytes(Row(0) + "1,2,3\n"));
        Assert.Contains("found 3 fields, not 29 (line 2)", Assert.Throws<DataFileException>(() => HiggsLoader.Read(path, 5)).Message,
            StringComparison.Ordinal);
        path = _folder.Write("h.csv", Encoding.ASCII.GetBytes("2" + Row(0)[1..]));
        Assert.Contains("found label 2 in column 1 (line 1)", Assert.Throws<DataFileException>(() => HiggsLoader.Read(path, 5)).Message,
            StringComparison.Ordinal);
        path = _folder.Write("h.csv", Encoding.ASCII.GetBytes(Row(0).Replace(",7.5", ",nan", StringComparison.Ordinal)));
        Assert.Throws<DataFileException>(() => HiggsLoader.Read(path, 5));
    }

    [Fact]
    public void A_line_without_an_end_does_not_fill_the_memory()
    {
        var path = _folder.Write("h.csv", [.. Enumerable.Repeat((byte)'1', 2_000_000)]);
        Assert.Contains("a line of more than", Assert.Throws<DataFileException>(() => HiggsLoader.Read(path, 5)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickled_array_of_lists_is_read()
        => Assert.Equal([[1, 300, 70_000], [], [5], [7, 8]], NpyArray.ReadIntLists("x.npz", "x.npy", Npy("|O", 4, Pickle())));

    // What Python 3.11 writes of the same array, by protocol.
    [Theory]
    [InlineData(2,
        "gAJjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAGNudW1weQpuZGFycmF5CnEBSwCFcQJjX2NvZGVjcwplbmNvZGUKcQNYAQAAAGJxBFgGAAAAbGF0aW4xcQWGcQZScQeHcQhScQkoSwFLBIVxCmNudW1weQpkdHlwZQpxC1gCAAAATzhxDImIh3ENUnEOKEsDWAEAAAB8cQ9OTk5K/////0r/////Sz90cRBiiV1xEShdcRIoSwFNLAFKcBEBAGVdcRNdcRRLBWFdcRUoSwdLCGVldHEWYi4=")]
    [InlineData(3,
        "gANjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAGNudW1weQpuZGFycmF5CnEBSwCFcQJDAWJxA4dxBFJxBShLAUsEhXEGY251bXB5CmR0eXBlCnEHWAIAAABPOHEIiYiHcQlScQooSwNYAQAAAHxxC05OTkr/////Sv////9LP3RxDGKJXXENKF1xDihLAU0sAUpwEQEAZV1xD11xEEsFYV1xEShLB0sIZWV0cRJiLg==")]
    [InlineData(4,
        "gASVpgAAAAAAAACMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwSFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlChdlChLAU0sAUpwEQEAZV2UXZRLBWFdlChLB0sIZWV0lGIu")]
    [InlineData(5,
        "gAWVpgAAAAAAAACMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwSFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlChdlChLAU0sAUpwEQEAZV2UXZRLBWFdlChLB0sIZWV0lGIu")]
    public void A_pickle_of_Python_3_is_read_in_every_protocol(int protocol, string base64)
    {
        var pickle = Convert.FromBase64String(base64);
        Assert.Equal(protocol, pickle[1]);
        Assert.Equal([[1, 300, 70_000], [], [5], [7, 8]], NpyArray.ReadIntLists("x.npz", "x.npy", Npy("|O", 4, pickle)));
        for (var length = 0; length < pickle.Length; length++)
            Assert.Throws<DataFileException>(() => NpyArray.ReadIntLists("x.npz", "x.npy", Npy("|O", 4, pickle[..length])));
    }

    [Theory]
    [InlineData(0x5d, "a pickle with more than 4 lists")] // ]: a list, endlessly
    [InlineData(0x28, "a pickle nested too deeply")] // (: a mark, endlessly
    [InlineData(0x4e, "a pickle that puts more than 100,000 values aside")] // N: None, endlessly
    public void An_endless_pickle_is_bounded(byte instruction, string found)
    {
        byte[] endless = [0x80, 2, .. Enumerable.Repeat(instruction, 3_000_000)];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(found,
            Assert.Throws<DataFileException>(() => NpyArray.ReadIntLists("x.npz", "x.npy", Npy("|O", 4, endless))).Message,
            StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
    }

    [Fact]
    public void A_pickle_that_calls_by_a_name_from_its_stack_is_refused_too()
    {
        byte[] evil = [0x80, 4, 0x8c, 2, .. "os"u8, 0x8c, 6, .. "system"u8, 0x93, 0x8c, 2, .. "ls"u8, 0x85, (byte)'R', (byte)'.'];
        Assert.Contains("a pickle that asks for 'os system'",
            Assert.Throws<DataFileException>(() => NpyArray.ReadIntLists("x.npz", "x.npy", Npy("|O", 1, evil))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('L', "a member of 1,900,000,000 bytes")] // a long name
    [InlineData('x', "a member of 1,900,000,000 bytes")] // a further header
    [InlineData('0', "a member of 1,900,000,000 bytes")]
    public void A_tar_header_that_announces_gigabytes_takes_no_memory(char type, string found)
    {
        var path = _folder.Write("cifar.tar.gz", Gzip([.. TarHeader("data_batch_1.bin", 1_900_000_000, type), .. new byte[2048]]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataFileException>(() => CifarLoader.ReadArchive(path, []));
        Assert.Contains(found, error.InnerException!.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
    }

    [Fact]
    public void A_tar_archive_is_walked_to_its_end_and_other_members_are_passed_over()
    {
        var batch = new byte[30_730_000];
        batch[1] = 77;
        byte[] archive = [.. TarHeader("folder/", 0, '5'), .. TarHeader("long", 10, 'L'), .. new byte[512],
            .. TarHeader("folder/test_batch.bin", batch.Length, '0'), .. batch, .. new byte[512 - batch.Length % 512], .. new byte[1024]];
        var batches = new Dictionary<string, byte[]>();
        CifarLoader.ReadArchive(_folder.Write("cifar.tar.gz", Gzip(archive)), batches);
        Assert.Equal(77, Assert.Single(batches).Value[1]);
        // The end of the archive, and the end of its packing, count even where nothing of them is needed.
        Assert.Throws<DataFileException>(() => CifarLoader.ReadArchive(_folder.Write("cut.tar.gz", Gzip(archive[..^1024])), []));
        Assert.Throws<DataFileException>(() => CifarLoader.ReadArchive(_folder.Write("cut.tar.gz", Gzip(archive)[..^4]), []));
    }

    private static byte[] TarHeader(string name, long size, char type)
    {
        var header = new byte[512];
        Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(header, 124);
        header[156] = (byte)type;
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    [Fact]
    public void A_pickle_that_wants_to_run_something_is_refused()
    {
        byte[] evil = [0x80, 2, .. "cposix\nsystem\nq\0U\x02ls\x85R."u8];
        var error = Assert.Throws<DataFileException>(() => NpyArray.ReadIntLists("x.npz", "x.npy", Npy("|O", 1, evil)));
        Assert.Contains("a pickle that asks for 'posix system', which an array of lists does not need; it was not run", error.Message,
            StringComparison.Ordinal);
        error = Assert.Throws<DataFileException>(() => NpyArray.ReadIntLists("x.npz", "x.npy", Npy("|O", 1, [0x80, 2, (byte)'i'])));
        Assert.Contains("the pickle instruction 0x69 at byte 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_and_random_pickles_are_errors()
    {
        var whole = Pickle();
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<DataFileException>(() => NpyArray.ReadIntLists("x.npz", "x.npy", Npy("|O", 4, whole[..length])));
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var k = 1 + random.Next(4); k > 0; k--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Quiet(() => NpyArray.ReadIntLists("x.npz", "x.npy", Npy("|O", 4, bytes)));
        }
    }

    [Fact]
    public void An_npz_with_a_wrong_checksum_or_a_missing_member_is_an_error()
    {
        var path = _folder.Write("a.npz", Zip(("x.npy", [1, 2, 3])));
        Assert.Contains("an archive without y.npy (it holds x.npy)",
            Assert.Throws<DataFileException>(() => NpzFile.Read(path, "two arrays", "x.npy", "y.npy")).Message, StringComparison.Ordinal);
        var bytes = Zip(("x.npy", [.. Enumerable.Range(0, 100).Select(i => (byte)i)]));
        bytes[60] ^= 1; // in the stored content
        path = _folder.Write("b.npz", bytes);
        Assert.Contains("x.npy with a wrong checksum",
            Assert.Throws<DataFileException>(() => NpzFile.Read(path, "an array", "x.npy")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_are_an_error_in_every_format()
    {
        var random = new Random(2);
        byte[][] heads = [[], [0x1f, 0x8b, 8, 0], [0, 0, 8, 3], [(byte)'P', (byte)'K', 3, 4], [(byte)'1', (byte)',']];
        for (var i = 0; i < 300; i++)
        {
            var tail = new byte[random.Next(300)];
            random.NextBytes(tail);
            var path = _folder.Write("random", [.. heads[i % heads.Length], .. tail]);
            Assert.Throws<DataFileException>(() => IdxFile.Read(path, 2, 2, 3));
            Assert.Throws<DataFileException>(() => ReutersLoader.Read(path));
            Assert.Throws<DataFileException>(() => CifarLoader.ReadArchive(path, []));
            Quiet(() => HiggsLoader.Read(path, 10).Labels);
            Quiet(() => NpyArray.ReadInts(path, "y.npy", File.ReadAllBytes(path)));
        }
    }

    [Fact]
    public void Every_cut_of_an_npz_is_an_error()
    {
        var whole = Zip(("x.npy", Npy("|O", 4, Pickle())), ("y.npy", Npy("<i8", 4, new byte[32])));
        for (var length = 0; length < whole.Length; length += 3)
        {
            var path = _folder.Write("cut.npz", whole[..length]);
            Assert.Throws<DataFileException>(() => ReutersLoader.Read(path));
        }
        Assert.Contains("found 4 lists and 4 topics",
            Assert.Throws<DataFileException>(() => ReutersLoader.Read(_folder.Write("whole.npz", whole))).Message,
            StringComparison.Ordinal);
    }

    // Reads or says why not; anything else fails the test.
    private static void Quiet(Func<object> read)
    {
        try
        {
            read();
        }
        catch (DataFileException)
        {
        }
    }

    private static string Row(int i) => $"{i % 2}," + string.Join(',', Enumerable.Range(1, 28).Select(j => $"{j}.5")) + "\n";

    // numpy.array([[1, 300, 70000], [], [5], [7, 8]], dtype=object) as NumPy pickles it with protocol 2.
    private static byte[] Pickle() =>
    [
        0x80, 2, .. "cnumpy.core.multiarray\n_reconstruct\nq\0cnumpy\nndarray\nq\u0001K\0"u8, 0x85, .. "q\u0002U\u0001bq\u0003"u8, 0x87,
            .. "q\u0004Rq\u0005"u8,
        .. "(K\u0001K\u0004"u8, 0x85, .. "cnumpy\ndtype\nU\u0002O8K\0K\u0001"u8, 0x87, (byte)'R', .. "(K\u0003U\u0001|NNNJ"u8, 255, 255,
            255, 255, (byte)'J', 255, 255, 255, 255, .. "K?tb"u8, 0x89,
        .. "](](K\u0001M"u8, 0x2c, 1, (byte)'J', 0x70, 0x11, 1, 0, .. "e]]K\u0005a](K\u0007K\u0008eetb."u8,
    ];

    private static byte[] Npy(string descr, int count, byte[] data)
    {
        var header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({count},), }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    private string Words(string content) => _folder.Write("reuters_word_index.json", Encoding.UTF8.GetBytes(content));

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] members)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in members)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }
}
