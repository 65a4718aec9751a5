#!/usr/bin/env python3
"""The crates that are published, as `cargo metadata` has them.

    crates.py names             their names, a line each
    crates.py check             what is missing in their manifests, or wrong with their dependencies
    crates.py tarballs FOLDER   what is missing in their tarballs, or too much
"""

import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

# What may be linked into anybody's program without asking more than to be named.
LICENCES = {
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "Unicode-3.0",
}

# The largest tarball that is nobody's mistake.
MOST_BYTES = 512 << 10


def metadata():
    command = ["cargo", "metadata", "--format-version=1", "--all-features", "--locked"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def published(data):
    members = set(data["workspace_members"])
    return [it for it in data["packages"] if it["id"] in members and it["publish"] != []]


def is_allowed(licence):
    """Whether an SPDX expression can be met with the licences above; `/` is an old OR."""
    words = re.findall(r"[()/]|[^\s()/]+", licence or "")

    def either():
        met = both()
        while words and words[0] in ("OR", "/"):
            words.pop(0)
            met = both() or met
        return met

    def both():
        met = one()
        while words and words[0] == "AND":
            words.pop(0)
            met = one() and met
        return met

    def one():
        word = words.pop(0) if words else ""
        if word == "(":
            met = either()
            return words.pop(0) == ")" and met
        if words and words[0] == "WITH":
            word = " ".join([word, words.pop(0), words.pop(0)])
        return word in LICENCES

    return either() and not words


def linked(data):
    """All crates that the published ones bring into a program, or its build."""
    edges = {node["id"]: node["deps"] for node in data["resolve"]["nodes"]}
    seen, waiting = set(), [package["id"] for package in published(data)]
    while waiting:
        crate = waiting.pop()
        if crate not in seen:
            seen.add(crate)
            kinds = lambda it: {kind["kind"] for kind in it["dep_kinds"]}
            waiting += [it["pkg"] for it in edges[crate] if kinds(it) != {"dev"}]
    return [package for package in data["packages"] if package["id"] in seen]


def manifest_faults(package, versions):
    fields = "description license rust_version documentation readme keywords categories"
    for field in fields.split():
        if not package[field]:
            yield f"has no {field.replace('_', '-')}"
    for dependency in package["dependencies"]:
        name, wanted = dependency["name"], dependency["req"]
        # One without a version is not in what is published.
        if name in versions and (dependency["kind"], wanted) != ("dev", "*"):
            if wanted != f"={versions[name]}":
                yield f"has {name} {wanted}, which is not pinned to {versions[name]}"


def check():
    data = metadata()
    crates = published(data)
    versions = {package["name"]: package["version"] for package in crates}
    faults = []
    for package in crates:
        of = manifest_faults(package, versions)
        faults += [f"{package['name']}: its manifest {fault}" for fault in of]
    changes = (Path(data["workspace_root"]) / "CHANGELOG.md").read_text()
    for version in sorted(set(versions.values())):
        if not re.search(rf"^## {re.escape(version)}\b", changes, re.MULTILINE):
            faults.append(f"CHANGELOG.md: there is nothing about {version}")
    all_linked = linked(data)
    for package in all_linked:
        if not is_allowed(package["license"]):
            faults.append(f"{package['name']} {package['version']}: {package['license']}")
    return faults, f"{len(crates)} crates and the licences of {len(all_linked)}"


def tarballs(folder):
    faults = []
    crates = published(metadata())
    for package in crates:
        name = f"{package['name']}-{package['version']}"
        path = Path(folder) / f"{name}.crate"
        with tarfile.open(path) as tarball:
            files = {file.removeprefix(f"{name}/") for file in tarball.getnames()}
            texts = {file: tarball.extractfile(f"{name}/{file}").read() for file in sorted(files)}
        for file in ("Cargo.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE"):
            if not texts.get(file):
                faults.append(f"{name}: {file} is missing")
        written = {"Cargo.toml", "Cargo.toml.orig", "Cargo.lock", ".cargo_vcs_info.json"}
        expected = written | {"README.md", "LICENSE-MIT", "LICENSE-APACHE"}
        strange = [it for it in files - expected if not it.startswith("src/")]
        faults += [f"{name}: {file} is not to be there" for file in sorted(strange)]
        size = path.stat().st_size
        if size > MOST_BYTES:
            faults.append(f"{name}: {size} bytes are too many")
    return faults, f"{len(crates)} tarballs"


def main(arguments):
    match arguments:
        case ["names"]:
            print(*(package["name"] for package in published(metadata())), sep="\n")
            return 0
        case ["check"]:
            faults, what = check()
        case ["tarballs", folder]:
            faults, what = tarballs(folder)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    print(*faults or [f"{what} are as they should be"], sep="\n")
    return 1 if faults else 0


sys.exit(main(sys.argv[1:]))
