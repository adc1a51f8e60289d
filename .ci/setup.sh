#!/usr/bin/env bash
# Set-up from nothing: finds the torch provider and installs what it needs. samples/run.sh and tests/run.sh call it; extra Debian packages are its arguments.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if ! command -v dotnet >/dev/null; then
    echo "setup: the .NET SDK 10 is missing: install it and put dotnet on the PATH" >&2
    exit 1
fi

# The package source is asked once; delete artifacts/torch.props to ask again, set KdGenTorch to decide yourself.
if [ -z "${KdGenTorch:-}" ] && [ ! -f "$root/artifacts/torch.props" ]; then
    probe=$(mktemp -d)
    trap 'rm -rf "$probe"' EXIT
    version=$(sed -n 's:.*<KdGenTorchSharpVersion [^>]*>\(.*\)</.*:\1:p' "$root/Directory.Build.targets")
    cat > "$probe/probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="TorchSharp" Version="$version" /></ItemGroup>
</Project>
XML
    if timeout 120 dotnet restore "$probe/probe.csproj" -v q >/dev/null 2>&1; then
        provider=TorchSharp-cpu
        if [ -e /proc/driver/nvidia/version ]; then provider=TorchSharp-cuda; fi
    else
        provider=system
    fi
    mkdir -p "$root/artifacts"
    printf '<Project>\n  <PropertyGroup>\n    <KdGenTorch>%s</KdGenTorch>\n  </PropertyGroup>\n</Project>\n' "$provider" > "$root/artifacts/torch.props"
fi
provider=${KdGenTorch:-$(sed -n 's:.*<KdGenTorch>\(.*\)</KdGenTorch>.*:\1:p' "$root/artifacts/torch.props")}
echo "setup: torch provider is $provider"

installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

missing=()
if [ "$provider" = system ]; then
    command -v cmake >/dev/null || missing+=(cmake)
    command -v g++ >/dev/null || missing+=(g++)
    command -v make >/dev/null || missing+=(make)
    if [ -z "${KDGEN_LIBTORCH:-}" ]; then
        for package in libtorch-dev libopenblas0-pthread; do
            installed "$package" || missing+=("$package")
        done
    fi
fi
for package in "$@"; do
    installed "$package" || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "setup: installing ${missing[*]}"
        log=$(mktemp)
        if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
            tail -n 20 "$log" >&2
            echo "setup: apt-get could not install ${missing[*]} (its whole output: $log)" >&2
            exit 1
        fi
        rm -f "$log"
    else
        echo "setup: missing ${missing[*]}; run: sudo apt-get install -y ${missing[*]}" >&2
        exit 1
    fi
fi
