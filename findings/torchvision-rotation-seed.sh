#!/usr/bin/env bash
# The seed does not reach RandomRotation.
#
# Packages: TorchSharp 0.107.0, TorchVision 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: one rotation for one seed, as manual_seed promises and as dropout keeps.
# Seen: another rotation each time, so no run with this augmentation can be repeated.
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


var image = arange(64, dtype: ScalarType.Float32).reshape(1, 1, 8, 8);
int Different(Func<Tensor> draw) => Enumerable.Range(0, 8).Select(_ =>
{
    manual_seed(5);
    random.manual_seed(5);
    return string.Join(" ", draw().data<float>().ToArray());
}).Distinct().Count();
Console.WriteLine($"dropout: {(Different(() => nn.functional.dropout(image, 0.5, true)) == 1 ? "the same each time" : "not the same")}");
Console.WriteLine($"RandomRotation: {(Different(() => transforms.RandomRotation(90).call(image)) == 1 ? "the same each time" : "not the same")}");
END

cat >expected <<'END'
dropout: the same each time
RandomRotation: not the same
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: another rotation for the same seed."
