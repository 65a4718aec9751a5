//! `cargo lychgate new`: a package with a small application, which runs and has tests.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Output;
use crate::args::New;
use crate::cargo::cargo;

/// What the new package's program is.
const MAIN: &str = include_str!("new/main.rs");

/// Makes a package. Cargo does so, and says what is wrong with its name; the program is ours.
pub(crate) fn new(arguments: &New) -> Result<Output, String> {
    let folder = &arguments.folder;
    let shown = folder.display();
    let name = arguments.name.clone().or_else(|| Some(folder.file_name()?.to_str()?.to_owned()));
    if name.as_deref() == Some("lychgate") {
        let message = "a package that is called as its dependency cannot name it: choose another \
                       name than `lychgate`, as with `--name`";
        return Err(message.to_owned());
    }
    let dependency = dependency(arguments.path.as_deref())?;
    let mut command = Command::new(cargo());
    command.args(["new", "--quiet", "--bin"]);
    if let Some(name) = &arguments.name {
        command.args(["--name", name]);
    }
    let output = command.arg("--").arg(folder).output();
    let output = output.map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(errors.trim().trim_start_matches("error: ").to_owned());
    }
    let written = || -> Result<(), std::io::Error> {
        let manifest = folder.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)?;
        fs::write(&manifest, format!("{}\nlychgate = {dependency}\n", text.trim_end()))?;
        fs::write(folder.join("src").join("main.rs"), MAIN)
    };
    written().map_err(|error| format!("{shown} cannot be written: {error}"))?;
    let text = format!("{shown} is there: `cd {shown}`, then `cargo run` or `cargo test`\n");
    Ok(text.into())
}

/// What stands behind `lychgate =` in the manifest.
fn dependency(path: Option<&Path>) -> Result<String, String> {
    let Some(path) = path else { return Ok(format!("{:?}", env!("CARGO_PKG_VERSION"))) };
    let path = path
        .canonicalize()
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let manifest = path.join("Cargo.toml");
    let text = fs::read_to_string(&manifest)
        .map_err(|error| format!("{} cannot be read: {error}", manifest.display()))?;
    if !text.lines().any(|line| line.trim() == "name = \"lychgate\"") {
        return Err(format!("{} is not the package `lychgate`", path.display()));
    }
    let path = path.to_str().ok_or_else(|| format!("{} is not UTF-8", path.display()))?;
    Ok(format!("{{ path = {path:?} }}"))
}
