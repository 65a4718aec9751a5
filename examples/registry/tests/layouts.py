"""Writes OCI layouts that share layers: `layouts.py FOLDER COUNT`.

Layout 0 has three layers; each of the others has the first of them and one of its own.
"""

import gzip
import hashlib
import io
import json
import random
import sys
import tarfile
from pathlib import Path


def layer(name, size, seed):
    """A compressed archive with one file, and the digest of the archive before that."""
    content = random.Random(seed).randbytes(size)
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(plain.getvalue(), mtime=0), hashlib.sha256(plain.getvalue()).hexdigest()


def write(layout, layers):
    blobs = layout / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def put(content, media_type):
        digest = hashlib.sha256(content).hexdigest()
        (blobs / digest).write_bytes(content)
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(content)}

    oci = "application/vnd.oci.image"
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": {},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{plain}" for _, plain in layers]},
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": f"{oci}.manifest.v1+json",
        "config": put(json.dumps(config).encode(), f"{oci}.config.v1+json"),
        "layers": [put(content, f"{oci}.layer.v1.tar+gzip") for content, _ in layers],
    }
    entry = put(json.dumps(manifest).encode(), manifest["mediaType"])
    entry["annotations"] = {"org.opencontainers.image.ref.name": "v1"}
    index = {"schemaVersion": 2, "manifests": [entry]}
    (layout / "index.json").write_text(json.dumps(index))
    (layout / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')


folder, count = Path(sys.argv[1]), int(sys.argv[2])
base = layer("base", 3_000_000, "base")
write(folder / "0", [base, layer("middle", 500_000, "middle"), layer("top", 1_000, "top")])
for number in range(1, count + 1):
    write(folder / str(number), [base, layer("own", 20_000, number)])
