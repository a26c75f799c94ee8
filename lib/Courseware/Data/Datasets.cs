namespace Courseware;

/// <summary>
/// The course's data sets. Each is looked for in the folder COURSEWARE_DATA, the course's data/ folder and the cache of downloads, then
/// downloaded; if it is not available, a stand-in of the same shape is generated and a visible line says so (<see cref="Policy"/>).
/// </summary>
public static class Datasets
{
    /// <summary>
    /// What happens when the real data are not available; null (the default) asks the environment variable COURSEWARE_DATA_POLICY.
    /// </summary>
    public static DataPolicy? Policy { get; set; }

    /// <summary>Looks for the network again after it was found absent.</summary>
    public static void CheckNetworkAgain() => Network.OfProcess.TryAgain();

    /// <summary>MNIST: 60,000 + 10,000 grey images (1, 28, 28) from 0 to 1, digits 0 to 9 (LeCun, Cortes and Burges).</summary>
    public static TrainTest Mnist() => Mnist(DataStore.Default);

    /// <summary>
    /// Fashion-MNIST: 60,000 + 10,000 grey images (1, 28, 28) from 0 to 1, ten kinds of garment (Xiao, Rasul and Vollgraf 2017).
    /// </summary>
    public static TrainTest FashionMnist() => FashionMnist(DataStore.Default);

    /// <summary>CIFAR-10: 50,000 + 10,000 colour images (3, 32, 32) from 0 to 1, ten classes (Krizhevsky 2009).</summary>
    public static TrainTest Cifar10() => Cifar10(DataStore.Default);

    /// <summary>
    /// Reuters newswires, 8,982 + 2,246 documents in 46 topics, split and numbered as Keras does, as multi-hot rows of
    /// <paramref name="numWords"/> columns.
    /// </summary>
    /// <param name="numWords">Columns, as Keras' num_words: column r + 3 is the word of frequency rank r; column 1 is always 1, column 2 is
    /// for all rarer words.</param>
    public static TrainTest Reuters(int numWords = 1000) => Reuters(DataStore.Default, numWords);

    /// <summary>
    /// HIGGS (Baldi, Sadowski and Whiteson 2014): 28 features, background (0) or signal (1). The file's first rows validate, the next
    /// train.
    /// </summary>
    /// <param name="train">Rows to train on.</param>
    /// <param name="validation">Rows held out: the first of the file.</param>
    public static TrainTest Higgs(int train = 10_000, int validation = 984) => Higgs(DataStore.Default, train, validation);

    /// <summary>
    /// HIGGS as rows that stay on disk and are read batch by batch: all rows of HIGGS.csv.gz (11,000,000) where it is found, else those of
    /// the sample. The file is written once into the cache as rows of numbers. <c>rows.Take(500_000)</c> validates,
    /// <c>rows.Skip(500_000)</c> trains.
    /// </summary>
    public static RowFile HiggsRows() => HiggsRows(DataStore.Default);

    /// <summary>Mobile prices: 2,000 phones, 20 features, price range 0 to 3.</summary>
    public static Dataset MobilePrices() => MobilePrices(DataStore.Default);

    /// <summary>
    /// Iris: 150 flowers, 4 measures in cm, 3 species (Fisher 1936; the UCI copy with its two known slips in rows 35 and 38).
    /// </summary>
    public static Dataset Iris() => Table("iris", TableLoader.Iris);

    /// <summary>Wine: 178 wines, 13 chemical measures, 3 growers.</summary>
    public static Dataset Wine() => Table("wine", TableLoader.Wine);

    /// <summary>
    /// Breast cancer (Wisconsin, diagnostic): 569 tumours, 30 measures, malignant (0) or benign (1), as scikit-learn counts them.
    /// </summary>
    public static Dataset BreastCancer() => Table("breast-cancer", TableLoader.BreastCancer);

    /// <summary>Optical digits: 1,797 images (1, 8, 8) from 0 to 1 in sixteenths, digits 0 to 9.</summary>
    public static Dataset Digits() => Table("digits", TableLoader.Digits);

    /// <summary>
    /// Faces drawn by code, grey images (1, size, size) from 0 to 1 as a face detector would crop them, each with another shape, pose,
    /// scale, place and light, and some with something in front of them. No published data set is meant: these faces are what the lesson on
    /// landmarks is about.
    /// </summary>
    /// <remarks>
    /// Targets of a row: x₀, y₀, x₁, y₁, … and then a flag v₀, v₁, … for each point, 1 visible, 0 hidden. x = 0 is the left edge of the
    /// picture, 1 the right; y = 0 the top, 1 the bottom; all landmarks lie inside. A hidden landmark has its true place too. Five
    /// landmarks: left eye, right eye (as seen in the picture), tip of the nose, left and right corner of the mouth. 76: jaw 0–16, brows
    /// 17–21 and 22–26, nose 27–30 (bridge) and 31–39 (base), eyes 40–47 and 48–55, lips 56–67 (outer) and 68–75 (inner); the distance from
    /// 0 to 16 is the width of the face. The same arguments give the same faces with either number of landmarks, to the bit and everywhere,
    /// and one <see cref="Provenance.Hash"/>; face i depends on the seed and i, not on how many there are.
    /// </remarks>
    /// <param name="train">Faces to train on.</param>
    /// <param name="test">Other faces, to test on.</param>
    /// <param name="landmarks">5 or 76.</param>
    /// <param name="size">Pixels in a row and in a column, 16 to 256.</param>
    /// <param name="occlusion">The share of faces with something in front of them, 0 to 1.</param>
    /// <param name="noise">Standard deviation of the noise on each pixel, white being 1.</param>
    /// <param name="seed">Same seed, same faces.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message says which.</exception>
    public static TrainTest Faces(int train = 3_000, int test = 1_000, int landmarks = 5, int size = 32, double occlusion = 0.5,
        double noise = 0.03, long seed = 1)
        => FaceImages.Make(train, test, landmarks, size, occlusion, noise, seed);

    internal static TrainTest Mnist(DataStore store)
        => store.Load("mnist", entry => IdxImagesLoader.Load(store, entry), DigitImages.Make);

    internal static TrainTest FashionMnist(DataStore store)
        => store.Load("fashion-mnist", entry => IdxImagesLoader.Load(store, entry), GarmentImages.Make);

    internal static TrainTest Cifar10(DataStore store)
        => store.Load("cifar-10", entry => CifarLoader.Load(store, entry), ColourImages.Make);

    internal static TrainTest Reuters(DataStore store, int numWords)
    {
        if (numWords is < 4 or > 40_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(numWords), $"numWords must be from 4 (three columns are not words) to 40,000, not {numWords}.");
        }

        return store.Load("reuters", entry => ReutersLoader.Load(store, entry, numWords), (entry, why) =>
            TopicTexts.Make(entry, why, numWords));
    }

    internal static TrainTest Higgs(DataStore store, int train, int validation)
    {
        if (train < 1 || validation < 1 || train + (long)validation > 11_000_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(train), $"HIGGS has 11,000,000 rows, of which at least one trains and one validates; asked for {train:N0} + {validation:N0}.");
        }

        return store.Load("higgs", entry => HiggsLoader.Load(store, entry, train, validation), (entry, why) =>
            Collisions.Make(entry, why, train, validation));
    }

    internal static RowFile HiggsRows(DataStore store)
        => store.Load("higgs", entry => HiggsLoader.Rows(store, entry), (entry, why) => RowFile.Create(
            Path.Combine(store.FolderToWrite(entry), "stand-in.rows"),
            Collisions.Make(entry, why, HiggsLoader.RowsOfHead(entry), validation: 0).Train.Named(entry.Name)));

    internal static Dataset MobilePrices(DataStore store)
        => store.Load("mobile-price", entry => TableLoader.MobilePrices(store, entry), Phones.Make);

    // The small tables are in the course's folder, so they need no stand-in.
    private static Dataset Table(string id, Func<DataStore, CatalogueEntry, Dataset> load)
    {
        var store = DataStore.Default;
        return store.Load(id, entry => load(store, entry), null);
    }
}
