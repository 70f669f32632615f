#!/bin/sh
# The scheduled job: fetch, build, compute, push, publish. Each step leaves what served before in
# place if it fails. Settings: INDICATORS_STORE, INDICATORS_CONTACT; SITE, the folder of the static
# edition, or unset for none.
set -u
failed=0

# What earlier runs fetched, where this machine starts with nothing.
python -m etl pull --inputs || echo "job: the store holds nothing yet; going on." >&2

if [ -n "${INDICATORS_CONTACT:-}" ]; then
    # A source that is down must not keep the others' figures back.
    python -m etl refresh || { echo "job: some figures were not fetched." >&2; failed=1; }
else
    echo "job: INDICATORS_CONTACT is not set, so nothing is fetched." >&2
fi

python -m etl build || exit 1
python -m indicators compute || { echo "job: projections were not computed." >&2; failed=1; }
python -m etl push || exit 1
if [ -n "${SITE:-}" ]; then
    { python -m indicators publish --out "$SITE" && sh deploy/compress.sh "$SITE"; } || failed=1
fi
python -m etl status || failed=1
exit "$failed"
