namespace Courseware;

/// <summary>
/// CIFAR-10, binary version: records of one label byte and 1,024 red, green and blue bytes, 10,000 to a batch. The batches may be in the
/// official archive, in a folder as when it is extracted, or partly in either.
/// </summary>
internal static class CifarLoader
{
    private const int Pixels = 3 * 32 * 32;
    private const int Records = 10_000;

    // The official archive unpacks to 184 MB.
    private const long LargestArchive = 1L << 30;
    private const string Archive = "cifar-10-binary.tar.gz";
    private static readonly string[] s_trainBatches = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];

    public static TrainTest Load(DataStore store, CatalogueEntry entry)
    {
        foreach (var (folder, place) in store.Places(entry))
        {
            if (Directory.Exists(folder) && ReadFolder(folder) is { } here)
                return Parts(here, entry, place);
        }

        var archive = store.Obtain(entry, Archive);
        var batches = new Dictionary<string, byte[]>();
        ReadArchive(archive.Path, batches);
        return Missing(batches) is { Count: > 0 } missing
            ? throw new DataFileException(archive.Path,
                "an archive with the batches data_batch_1 … 5 and test_batch", $"one without {string.Join(", ", missing)}")
            : Parts(batches, entry, archive.Place);
    }

    /// <summary>
    /// Every batch that the folder, its subfolder cifar-10-batches-bin and its archives hold; null if they do not hold all.
    /// </summary>
    internal static Dictionary<string, byte[]>? ReadFolder(string folder)
    {
        var batches = new Dictionary<string, byte[]>();
        foreach (var name in s_trainBatches.Append("test_batch.bin"))
        {
            foreach (var path in new[] { Path.Combine(folder, "cifar-10-batches-bin", name), Path.Combine(folder, name) })
            {
                if (!batches.ContainsKey(name) && File.Exists(path))
                    batches[name] = ReadBatch(path, name);
            }
        }

        foreach (var archive in Directory.GetFiles(folder, "*.tar.gz").Order(StringComparer.Ordinal))
        {
            if (Missing(batches).Count > 0)
                ReadArchive(archive, batches);
        }

        return Missing(batches).Count == 0 ? batches : null;
    }

    /// <summary>Adds the batches of an archive that are not there yet.</summary>
    internal static void ReadArchive(string path, Dictionary<string, byte[]> batches)
    {
        const string expected = "a gzip tar archive of CIFAR-10's binary batches";
        using var file = FileFacts.Open(path, expected);
        Span<byte> head = stackalloc byte[64];
        var got = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (head[..got] is not [0x1f, 0x8b, ..])
            throw new DataFileException(path, expected, FileFacts.Describe(head[..got]));
        file.Position = 0;
        try
        {
            using var content = new GzipContent(file);
            var tar = new TarArchive(content, LargestArchive);
            while (tar.TryNext(out var member, out var size))
            {
                var name = member.Split('/')[^1];
                if (batches.ContainsKey(name) || (name != "test_batch.bin" && !s_trainBatches.Contains(name)))
                    continue;
                if (size != (long)Records * (Pixels + 1))
                {
                    throw new DataFileException(path, expected,
                        FormattableString.Invariant($"{name} of {size:N0} bytes, not {Records * (Pixels + 1):N0}"));
                }

                var bytes = GC.AllocateUninitializedArray<byte>((int)size);
                tar.Read(bytes);
                Check(path, name, bytes);
                batches[name] = bytes;
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new DataFileException(path, expected, "a damaged or cut off archive", null, error);
        }
    }

    private static byte[] ReadBatch(string path, string name)
    {
        var expected = $"a CIFAR-10 batch of {Records:N0} records of {Pixels + 1:N0} bytes";
        using var file = FileFacts.Open(path, expected);
        if (file.Length != (long)Records * (Pixels + 1))
            throw new DataFileException(path, expected, $"{file.Length:N0} bytes");
        var bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
        file.ReadExactly(bytes);
        Check(path, name, bytes);
        return bytes;
    }

    private static void Check(string path, string name, byte[] batch)
    {
        for (var i = 0; i < Records; i++)
        {
            if (batch[i * (Pixels + 1)] > 9)
                throw new DataFileException(path, "labels from 0 to 9", $"label {batch[i * (Pixels + 1)]} in record {i:N0} of {name}");
        }
    }

    private static List<string> Missing(Dictionary<string, byte[]> batches)
        => [.. s_trainBatches.Append("test_batch.bin").Where(b => !batches.ContainsKey(b))];

    private static TrainTest Parts(Dictionary<string, byte[]> batches, CatalogueEntry entry, string place)
    {
        var (train, test) = (Split([.. s_trainBatches.Select(b => batches[b])]), Split([batches["test_batch.bin"]]));
        using var hash = new ContentHash();
        var provenance =
            Provenances.Loaded(entry, hash.Add(train.Pixels).Add(train.Labels).Add(test.Pixels).Add(test.Labels).Finish(), 60_000, place);
        return new(Images("CIFAR-10 train", train.Pixels, train.Labels, entry, provenance),
            Images("CIFAR-10 test", test.Pixels, test.Labels, entry, provenance));
    }

    public static Dataset Images(string name, byte[] pixels, int[] labels, CatalogueEntry entry, Provenance provenance)
        => new(name, new ByteStore(pixels, Pixels, ByteStore.Pixels), [3, 32, 32], labels.Length, labels, classNames: [.. entry.Classes],
            provenance: provenance);

    private static (byte[] Pixels, int[] Labels) Split(byte[][] batches)
    {
        var (pixels, labels) = (GC.AllocateUninitializedArray<byte>(batches.Length * Records * Pixels), new int[batches.Length * Records]);
        for (var i = 0; i < labels.Length; i++)
        {
            var record = batches[i / Records].AsSpan(i % Records * (Pixels + 1), Pixels + 1);
            labels[i] = record[0];
            record[1..].CopyTo(pixels.AsSpan(i * Pixels));
        }
        return (pixels, labels);
    }
}
