//! Files that change on the disk.

use std::fs;
use std::io::{Error, Write};
use std::path::Path;
use std::process::Command;

use crate::modules::Source;

/// What is replaced can be had again: the file is in a git repository as it is.
pub(super) fn check_is_committed(source: &Source) -> Result<(), String> {
    let shown = &source.shown;
    let path = source.path.canonicalize().map_err(|error| format!("{shown}: {error}"))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let output = Command::new("git")
        .args(["status", "--porcelain", "--ignored", "--"])
        .arg(&path)
        .current_dir(folder)
        .output();
    let advice = "write `--force` to replace it nevertheless";
    match output {
        Ok(output) if output.status.success() && output.stdout.is_empty() => Ok(()),
        Ok(output) if output.status.success() => {
            Err(format!("{shown} is not as it was committed: commit it, or {advice}"))
        }
        _ => Err(format!("{shown} is in no git repository, and its text would be lost: {advice}")),
    }
}

/// Replaces the text of a file: at no time is there less than the old text or the new one.
pub(super) fn replace(source: &Source, text: &str) -> Result<(), String> {
    let replaced = || -> Result<(), Error> {
        let path = source.path.canonicalize()?;
        let now = fs::read_to_string(&path)?;
        let mark = if now.starts_with('\u{feff}') { "\u{feff}" } else { "" };
        if now.strip_prefix(mark) != Some(&source.text) {
            return Err(Error::other("it has changed meanwhile"));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
        let written = write(&beside, &[mark, text])
            .and_then(|()| fs::set_permissions(&beside, fs::metadata(&path)?.permissions()))
            .and_then(|()| fs::rename(&beside, &path));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written
    };
    replaced().map_err(|error| format!("{} cannot be written: {error}", source.shown))
}

fn write(path: &Path, parts: &[&str]) -> Result<(), Error> {
    let mut file = fs::File::create_new(path)?;
    for part in parts {
        file.write_all(part.as_bytes())?;
    }
    file.sync_all()
}
