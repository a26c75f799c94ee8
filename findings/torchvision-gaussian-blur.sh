#!/usr/bin/env bash
# GaussianBlur gives the middle of its window no weight.
#
# Packages: TorchSharp 0.107.0, TorchVision 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: of a single bright pixel, the brightest spot stays where it was.
# Seen: it is black there and in its row and column; the whole light goes to the four corners.
#
# Installs these packages into a temporary folder and runs them alone. Prints what was seen; ends with 1 once that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <SelfContained>false</SelfContained>
    <InvariantGlobalization>true</InvariantGlobalization>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="TorchSharp" Version="0.107.0" />
    <PackageReference Include="TorchVision" Version="0.107.0" />
    <PackageReference Include="libtorch-cpu-linux-x64" Version="2.10.0" />
  </ItemGroup>
</Project>
END

cat >Program.cs <<'END'
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torchvision;


var image = zeros(1, 1, 5, 5);
image[0, 0, 2, 2] = 1f;
var blurred = transforms.GaussianBlur([3, 3], 1f, 1f).call(image);
for (var row = 1; row < 4; row++)
    Console.WriteLine(string.Join(" ", blurred[0, 0, row].data<float>().ToArray()[1..4].Select(v => FormattableString.Invariant($"{v:F2}"))));
END

cat >expected <<'END'
0.25 0.00 0.25
0.00 0.00 0.00
0.25 0.00 0.25
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: the middle of the window counts nothing."
