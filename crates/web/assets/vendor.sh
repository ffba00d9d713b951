#!/bin/sh
# Fetches what the design system takes from others, checks it and keeps the licence texts beside it.
# Run by a maintainer when a version changes; users never need npm. Usage: ./vendor.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# take NAME VERSION SHA512: unpacks the package into $work/package, or stops.
take() {
    rm -rf "$work/package"
    file=$(cd "$work" && npm pack --silent "$1@$2")
    sum=$(openssl dgst -sha512 -binary "$work/$file" | base64 | tr -d '\n')
    [ "$sum" = "$3" ] || { echo "$1@$2: checksum differs: $sum" >&2; exit 1; }
    tar -xzf "$work/$file" -C "$work"
}

# Spacing, type scale and message colours; its components are not used (see README in templates/kit).
take hds-core 4.4.0 '2CRkUGyOLSVLCLOE9bfOe/Ed75qxizPyZaSFuA+hCqb/67TB2H662v9LJ5ZTfMIIn90dPd3fAocepZeUiM3stQ=='
mkdir -p "$here/vendor/hds-core"
cp "$work/package/LICENSE" "$here/vendor/hds-core/LICENSE"
{
    echo '/*! hds-core 4.4.0, City of Helsinki, MIT: see LICENSE. Written by vendor.sh. */'
    echo '@layer tokens {'
    echo '  :root {'
    grep -E '^  --(spacing-[0-9a-z-]+|fontsize-(body|heading)-[a-z-]+|color-(error|success|info)(-light|-dark)?|color-alert-light|lineheight-[a-z]+):' \
        "$work/package/lib/base.css" | grep -v -- '--spacing-layout' | sed -e 's| */\*.*\*/||' -e 's/^/  /'
    echo '  }'
    echo '}'
} > "$here/vendor/hds-core/tokens.css"

take @fontsource-variable/source-sans-3 5.3.0 'dpi0GZk7EQe2tYpg6Q0Fx0OmUgnuGu+0rHPgtXqtKhglYmJuP7jZ12Mu1uN+NfRaJRY1Emn8AQJEWzmoZ4wa9g=='
mkdir -p "$here/fonts"
cp "$work/package/files/source-sans-3-latin-wght-normal.woff2" "$here/fonts/source-sans-3.woff2"
cp "$work/package/LICENSE" "$here/fonts/OFL.txt"
echo "hds-core tokens and Source Sans 3 are in place."
