namespace Courseware;

/// <summary>
/// A short hash of bits: equal fingerprints mean that two machines computed exactly the same numbers. The first 12 hexadecimal digits of
/// SHA-256 over the bytes in little-endian order (so −0 and +0 differ, as do two NaNs of different bits).
/// </summary>
/// <remarks>
/// <c>Fingerprint.Of(values)</c> for one array; <c>new FingerprintBuilder().Add(w1).Add(b1).ToFingerprint()</c> for several.
/// </remarks>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public readonly record struct Fingerprint
{
    /// <summary>Length of <see cref="Text"/>.</summary>
    internal const int Digits = 12;

    internal Fingerprint(ReadOnlySpan<byte> sha256) => Text = Convert.ToHexStringLower(sha256[..(Digits / 2)]);

    /// <summary>Twelve lower-case hexadecimal digits: "3f9a0c77b21e".</summary>
    public string Text { get => field ?? ""; }

    public static Fingerprint Of(ReadOnlySpan<float> values) => new FingerprintBuilder().Add(values).ToFingerprint();

    public static Fingerprint Of(ReadOnlySpan<double> values) => new FingerprintBuilder().Add(values).ToFingerprint();

    public static Fingerprint Of(ReadOnlySpan<int> values) => new FingerprintBuilder().Add(values).ToFingerprint();

    public static Fingerprint Of(float[] values) => Of((ReadOnlySpan<float>)values);

    public static Fingerprint Of(double[] values) => Of((ReadOnlySpan<double>)values);

    public static Fingerprint Of(int[] values) => Of((ReadOnlySpan<int>)values);

    public override string ToString() => Text;
}
