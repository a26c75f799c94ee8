#!/usr/bin/env bash
# trunc_normal_ with the mean 0 fills a tensor with one number.
#
# Packages: TorchSharp 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: numbers drawn from a normal distribution, cut at a and b, as in PyTorch.
# Seen: one constant in all places.
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

random.manual_seed(1);
var t = nn.init.trunc_normal_(zeros(1000), mean: 0, std: 1, a: -2, b: 2);
Console.WriteLine($"different numbers among 1000: {t.data<float>().Distinct().Count()}");
END

cat >expected <<'END'
different numbers among 1000: 1
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: one constant in all places."
