using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Padded copies of an image's channels, in which the kernel's term (channel, u, v) for consecutive output pixels of a row is in
/// consecutive places. With a stride s each channel is split into s planes a direction (every s-th row or column), which makes that true
/// for any stride.
/// </summary>
internal unsafe struct ConvolutionPlanes
{
    public int Channels;
    public int Height;
    public int Width;

    /// <summary>
    /// Row Y of plane (a, b) is row Y·StepY + OriginY + a of the image, and so its columns; outside of the image it is 0.
    /// </summary>
    public int StepY;
    public int StepX;
    public int OriginY;
    public int OriginX;

    /// <summary>Planes a channel in each direction.</summary>
    public int PhasesY;
    public int PhasesX;

    public int PlaneHeight;
    public int PlaneWidth;

    /// <summary>Floats of one image's planes, with room for the tile that reads beyond the last pixel.</summary>
    public readonly long Length => (long)Channels * PhasesY * PhasesX * PlaneHeight * PlaneWidth + 64;

    /// <summary>The planes that a convolution's outputs read.</summary>
    public static ConvolutionPlanes OfInput(in ConvolutionShape s) => new()
    {
        Channels = s.InChannels,
        Height = s.InHeight,
        Width = s.InWidth,
        StepY = s.StrideY,
        StepX = s.StrideX,
        OriginY = -s.PaddingY,
        OriginX = -s.PaddingX,
        PhasesY = Math.Min(s.StrideY, s.KernelHeight),
        PhasesX = Math.Min(s.StrideX, s.KernelWidth),
        PlaneHeight = s.OutHeight + (s.KernelHeight - 1) / s.StrideY,
        PlaneWidth = s.OutWidth + (s.KernelWidth - 1) / s.StrideX,
    };

    /// <summary>
    /// Where the value is that kernel row <paramref name="u"/> and column <paramref name="v"/> are multiplied with for output pixel (0, 0).
    /// </summary>
    public readonly int Offset(int channel, int u, int v)
        => (((channel * PhasesY + u % StepY) * PhasesX + v % StepX) * PlaneHeight + u / StepY) * PlaneWidth + v / StepX;

    /// <summary>Copies one image's channels.</summary>
    public readonly void Fill(float* image, float* planes)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var a = 0; a < PhasesY; a++)
            {
                for (var b = 0; b < PhasesX; b++)
                {
                    FillPlane(image, Height, Width, OriginY + a, StepY, OriginX + b, StepX, planes, PlaneHeight, PlaneWidth);
                    planes += (nint)PlaneHeight * PlaneWidth;
                }
            }
            image += (nint)Height * Width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillPlane(
        float* image, int height, int width, int originY, int stepY, int originX, int stepX, float* plane, int planeHeight, int planeWidth)
    {
        var before = Math.Clamp((-originX + stepX - 1) / stepX, 0, planeWidth);
        if (originX >= 0)
            before = 0;
        var end = Math.Clamp(originX >= width ? 0 : (width - originX - 1) / stepX + 1, before, planeWidth);
        for (var row = 0; row < planeHeight; row++)
        {
            var y = row * stepY + originY;
            if ((uint)y >= (uint)height)
            {
                for (var x = 0; x < planeWidth; x++)
                    plane[x] = 0;
            }
            else
            {
                for (var x = 0; x < before; x++)
                    plane[x] = 0;
                var source = image + (nint)y * width + originX;
                if (stepX == 1)
                {
                    MatMulPacking.Copy(source + before, plane + before, end - before);
                }
                else
                {
                    for (var x = before; x < end; x++)
                        plane[x] = source[x * stepX];
                }
                for (var x = end; x < planeWidth; x++)
                    plane[x] = 0;
            }
            plane += planeWidth;
        }
    }
}
