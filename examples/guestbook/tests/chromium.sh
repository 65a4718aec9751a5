#!/bin/sh
# The guestbook's journeys in Chromium, and pictures of its pages. Needs chromium; another browser of the
# kind is named by CHROMIUM.
set -eu
cd "$(dirname "$0")/../../.."

command -v "${CHROMIUM:=chromium}" >/dev/null ||
    { echo "$CHROMIUM is needed, and not installed"; exit 1; }
export CHROMIUM
exec cargo test --workspace --test chromium -- --nocapture "$@"
