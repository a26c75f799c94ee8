namespace Courseware;

/// <summary>What <c>courseware data</c> does: lists the course's data sets, fetches them, and compares their files with the catalogue.</summary>
internal static class DataCommand
{
    private const int Succeeded = 0;
    private const int Failed = 1;
    private const int Usage = 2;

    /// <summary>Runs a verb: "list", "fetch" or "verify". The host finds this method by its name.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="ids">Data sets by their short names; all of them when none is named.</param>
    /// <param name="output">For what is found.</param>
    /// <param name="errors">For what is wrong.</param>
    /// <returns>0; 1 if a file is not to be had, or differs; 2 for a name that the catalogue does not know.</returns>
    public static int Run(string verb, string[] ids, TextWriter output, TextWriter errors)
        => new Verbs(DataStore.Default, output, errors).Run(verb, ids);

    internal sealed class Verbs(DataStore store, TextWriter output, TextWriter errors)
    {
        public int Run(string verb, string[] ids)
        {
            List<CatalogueEntry> entries = [];
            try
            {
                entries.AddRange(ids.Length == 0 ? store.Catalogue.Entries : ids.Select(id => store.Catalogue[id]));
            }
            catch (ArgumentException unknown)
            {
                errors.WriteLine(unknown.Message);
                return Usage;
            }

            var result = Succeeded;
            foreach (var entry in entries)
            {
                try
                {
                    result = Math.Max(result, verb switch
                    {
                        "list" => List(entry),
                        "fetch" => Fetch(entry),
                        "verify" => Verify(entry),
                        _ => throw new ArgumentException($"'{verb}' is none of list, fetch and verify."),
                    });
                }
                catch (Exception error) when (error is DataUnavailableException or DataFileException)
                {
                    errors.WriteLine(error.Message);
                    result = Failed;
                }
            }
            return result;
        }

        private int List(CatalogueEntry entry)
        {
            output.WriteLine($"{entry.Id,-16}{Where(entry),-44}{entry.Shape}; {entry.Licence}");
            return Succeeded;
        }

        private string Where(CatalogueEntry entry)
        {
            var needed = entry.Files.Where(file => !file.Optional).ToList();
            var found = needed.Select(file => Find(entry, file)).OfType<FoundFile>().ToList();
            if (found.Count == needed.Count)
                return $"in {found[0].Place}";
            if (found.Count > 0)
                return $"{needed.Count - found.Count} of {needed.Count} files are not here";
            // CIFAR-10 may be unpacked, or in pieces.
            var place = store.Places(entry).FirstOrDefault(
                place => !entry.InCourse && Directory.Exists(place.Folder) && Directory.EnumerateFileSystemEntries(place.Folder).Any()).Place;
            return place is null ? "not here" : $"other files in {place}";
        }

        private FoundFile? Find(CatalogueEntry entry, CatalogueFile file)
        {
            var names = file.Head is not { } head ? [file.Name]
                : entry.Files.Where(other => other.Optional).Select(other => other.Name) // the sample of a large table
                    .Append(file.Name).Append(DataStore.HeadName(file, head.Lines));
            return names.Select(name => store.TryFind(entry, name)).FirstOrDefault(found => found is not null);
        }

        private int Fetch(CatalogueEntry entry)
        {
            foreach (var path in store.Fetch(entry.Id))
                output.WriteLine($"{entry.Id,-16}{DataStore.FromHome(path)}");
            return Succeeded;
        }

        private int Verify(CatalogueEntry entry)
        {
            var lines = store.Verify(entry.Id);
            foreach (var line in lines)
                output.WriteLine(line);
            return lines.Any(line => line.Contains(Checksums.Differs, StringComparison.Ordinal)) ? Failed : Succeeded;
        }
    }
}
