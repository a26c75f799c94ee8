#!/usr/bin/env bash
# Hardtanh returns its input as it is.
#
# Packages: TorchSharp 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: values below −1 and above 1 are cut, as in PyTorch.
# Seen: −3 and 3 pass, through the module and through the function; clamp(−1, 1) cuts them.
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


var x = tensor(new[] { -3f, -0.5f, 0.5f, 3f });
string Text(Tensor y) => string.Join(" ", y.data<float>().Select(v => FormattableString.Invariant($"{v}")));
Console.WriteLine($"Hardtanh: {Text(nn.Hardtanh().call(x))}");
Console.WriteLine($"functional.hardtanh: {Text(nn.functional.hardtanh(x))}");
Console.WriteLine($"clamp: {Text(x.clamp(-1, 1))}");
END

cat >expected <<'END'
Hardtanh: -3 -0.5 0.5 3
functional.hardtanh: -3 -0.5 0.5 3
clamp: -1 -0.5 0.5 1
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: no value is cut."
