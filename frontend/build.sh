#!/bin/sh
# Rebuild the vendored styles and scripts. For maintainers: nobody else needs node.
set -eu
cd "$(dirname "$0")"
mods=node_modules
moj=$mods/@ministryofjustice/frontend/moj
out=../static
mkdir -p $out/css $out/js $out/images $out/fonts $out/licences

[ -d $mods ] || npm ci --ignore-scripts

# The maps are not shipped, and a named file that is missing stops collectstatic.
without_map() { sed 's|/\*# sourceMappingURL=.*\*/||; s|//# sourceMappingURL=.*||' "$1"; }

npx --no-install sass --load-path=. --load-path=$mods --style=compressed --no-source-map --quiet app.scss |
  sed 's|url("../images/govuk-crest.svg")|none|g' >$out/css/app.css
if grep -Eiq 'url\([^)]*(crest|crown)|gds ?transport' $out/css/app.css; then
  echo "app.css still loads a government mark or font" >&2
  exit 1
fi
cp own.css $out/css/own.css
grep -o 'images/icon-[a-z-]*\.svg' $out/css/app.css | sort -u | while read -r icon; do
  cp "$moj/assets/$icon" $out/images/
done
without_map $mods/govuk-frontend/dist/govuk/govuk-frontend.min.js >$out/js/govuk-frontend.min.js
without_map $moj/moj-frontend.min.js >$out/js/moj-frontend.min.js
for file in js css; do
  without_map $mods/accessible-autocomplete/dist/accessible-autocomplete.min.$file >$out/$file/accessible-autocomplete.min.$file
done
cp $mods/@fontsource-variable/atkinson-hyperlegible-next/files/*-latin-wght-normal.woff2 $out/fonts/
# Neither government package contains its licence: those two texts are kept in static/licences by hand.
cp $mods/@fontsource-variable/atkinson-hyperlegible-next/LICENSE $out/licences/atkinson-hyperlegible-next.txt
cp $mods/accessible-autocomplete/LICENSE* $out/licences/accessible-autocomplete.txt
