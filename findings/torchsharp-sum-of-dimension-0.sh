#!/usr/bin/env bash
# x.sum(0) is no sum over dimension 0.
#
# Packages: TorchSharp 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: sum(0), as in PyTorch, adds along dimension 0.
# Seen: the literal 0 is taken for the ScalarType of number 0, Byte, and everything is added up in one byte. sum(0L) and sum([0]) mean the dimension.
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
    <PackageReference Include="libtorch-cpu-linux-x64" Version="2.10.0" />
  </ItemGroup>
</Project>
END

cat >Program.cs <<'END'
using TorchSharp;
using static TorchSharp.torch;

var x = tensor(new float[] { 100, 200, 300, 400 }, new long[] { 2, 2 });
Console.WriteLine($"sum(0): {x.sum(0).dtype}, shape ({string.Join(", ", x.sum(0).shape)}), value {x.sum(0).item<byte>()}");
Console.WriteLine($"sum(1): {x.sum(1).dtype}, shape ({string.Join(", ", x.sum(1).shape)})");
Console.WriteLine($"sum(0L): {string.Join(" ", x.sum(0L).data<float>())}");
END

cat >expected <<'END'
sum(0): Byte, shape (), value 232
sum(1): Float32, shape (2)
sum(0L): 400 600
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: the literal 0 is taken for the ScalarType of number 0, Byte, and everything is added up in one byte."
