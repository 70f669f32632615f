#!/bin/sh
# A compressed copy beside each text file of the static edition, for nginx's gzip_static. Files that
# have not changed since are left as they are. Usage: compress.sh FOLDER
set -eu
find "$1" -type f \( -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.json' -o \
    -name '*.svg' -o -name '*.xml' -o -name '*.csv' -o -name '*.txt' -o -name '*.atom' \) |
    while IFS= read -r file; do
        if [ ! -f "$file.gz" ] || [ "$file" -nt "$file.gz" ]; then
            gzip -9 -c "$file" >"$file.gz.part"
            touch -r "$file" "$file.gz.part"
            mv "$file.gz.part" "$file.gz"
        fi
    done
