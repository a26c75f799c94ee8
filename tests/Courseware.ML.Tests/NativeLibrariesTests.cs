using System.Runtime.InteropServices;
using Microsoft.ML;
using Xunit;

namespace Courseware.ML.Tests;

public sealed class NativeLibrariesTests
{
    [Fact]
    public void A_native_library_is_found_for_an_assembly_that_lies_elsewhere()
    {
        // As in a notebook's session, which loads copies: this assembly is not in the adapter's folder, where FastTree's library is.
        _ = ClassicModels.BoostedTrees(new MLContext(), PredictionTask.Binary);
        Assert.True(NativeLibrary.TryLoad("FastTreeNative", typeof(NativeLibrariesTests).Assembly, null, out _));
        Assert.False(NativeLibrary.TryLoad("NoSuchLibraryNative", typeof(NativeLibrariesTests).Assembly, null, out _));
    }
}
