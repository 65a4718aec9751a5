//! Which files a package begins with, as cargo says.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::args::Place;

/// The root files of the libraries, programs and examples of a package, or of all packages of a
/// workspace that has none at its root.
pub(crate) fn roots(place: &Place, folder: Option<&Path>) -> Result<Vec<PathBuf>, String> {
    let manifest = match folder {
        Some(folder) => Some(folder.join("Cargo.toml")),
        None => place.manifest_path.clone(),
    };
    let (_, chosen) = packages(manifest, place.package.as_deref())?;
    Ok(chosen.iter().flat_map(targets).collect())
}

/// What cargo says of a workspace, and of the packages in it that are meant.
pub(crate) fn packages(
    manifest: Option<PathBuf>,
    name: Option<&str>,
) -> Result<(Value, Vec<Value>), String> {
    let manifest = match manifest {
        Some(manifest) => manifest,
        None => nearest()?,
    };
    let manifest = manifest
        .canonicalize()
        .map_err(|error| format!("{} cannot be read: {error}", manifest.display()))?;
    let metadata = metadata(&manifest)?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages: Vec<Value> = packages.into_iter().flatten().cloned().collect();
    let is_named = |package: &Value, name: &str| text(package, "name") == Some(name);
    let is_here =
        |package: &Value| text(package, "manifest_path").map(Path::new) == Some(&manifest);
    let chosen: Vec<Value> = match name {
        Some(name) => packages.into_iter().filter(|it| is_named(it, name)).collect(),
        None if packages.iter().any(is_here) => packages.into_iter().filter(is_here).collect(),
        None => packages,
    };
    match name {
        Some(name) if chosen.is_empty() => Err(format!("the workspace has no package `{name}`")),
        _ => Ok((metadata, chosen)),
    }
}

/// The nearest manifest upwards from where the command was started.
fn nearest() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|error| error.to_string())?;
    let mut manifests = here.ancestors().map(|folder| folder.join("Cargo.toml"));
    manifests.find(|manifest| manifest.is_file()).ok_or_else(|| {
        format!("there is no Cargo.toml in {} or above: name a file", here.display())
    })
}

/// The cargo that has called this command, or else the usual one.
pub(crate) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn metadata(manifest: &Path) -> Result<Value, String> {
    let output = Command::new(cargo())
        .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
        .arg(manifest)
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("`cargo metadata`: {error}"))
}

fn targets(package: &Value) -> Vec<PathBuf> {
    let targets = package.get("targets").and_then(Value::as_array).into_iter().flatten();
    let is_other = |kind: &Value| {
        let others = ["test", "bench", "custom-build", "proc-macro"];
        kind.as_str().is_some_and(|kind| others.contains(&kind))
    };
    let wanted = targets.filter(|target| {
        let kinds = target.get("kind").and_then(Value::as_array);
        !kinds.into_iter().flatten().any(is_other)
    });
    wanted.filter_map(|target| text(target, "src_path").map(PathBuf::from)).collect()
}

/// The text in a field.
pub(crate) fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}
