//! `cargo lychgate openapi`: the document of an application. What its types say is known to the
//! compiler alone, so a small program that depends on the package is built, and prints it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Output;
use crate::args::Openapi;
use crate::cargo::{self, cargo, text};
use crate::modules::{Attributed, Found, Modules};
use crate::mounts;

/// Writes the document.
pub(crate) fn openapi(arguments: &Openapi) -> Result<Output, String> {
    let manifest = arguments.manifest_path.clone();
    let (workspace, packages) = cargo::packages(manifest, arguments.package.as_deref())?;
    let package = match packages.as_slice() {
        [package] => Package::of(package)?,
        several => {
            let names: Vec<&str> = several.iter().filter_map(|it| text(it, "name")).collect();
            return Err(format!("name one of the packages with `-p`: {}", names.join(", ")));
        }
    };
    let made = match &arguments.document {
        Some(function) => format!("application::{function}()"),
        None => {
            let title = arguments.title.as_deref().unwrap_or(package.name);
            let table = format!("application::{}::ROUTES", package.application(arguments)?);
            format!(
                "lychgate::openapi::Document::new({title:?}, {:?}).of({table})",
                package.version
            )
        }
    };
    let folder = text(&workspace, "target_directory").ok_or("cargo names no target directory")?;
    let document = run(&package, &made, &workspace, Path::new(folder))?;
    match &arguments.output {
        None => Ok(document.into()),
        Some(file) => {
            let shown = file.display();
            fs::write(file, document)
                .map_err(|error| format!("{shown} cannot be written: {error}"))?;
            Ok(Output { note: format!("{shown} is written\n"), ..Output::default() })
        }
    }
}

/// A package with a library.
struct Package<'v> {
    name: &'v str,
    version: &'v str,
    folder: PathBuf,
    /// The root file of the library.
    root: PathBuf,
    /// How it depends on lychgate, as a table of a manifest.
    dependency: String,
}

impl<'v> Package<'v> {
    fn of(package: &'v Value) -> Result<Self, String> {
        let field = |name| text(package, name).ok_or("cargo tells too little of the package");
        let (name, version, manifest) =
            (field("name")?, field("version")?, field("manifest_path")?);
        let list = |value: &'v Value, name| value.get(name).and_then(Value::as_array);
        let libraries = list(package, "targets").into_iter().flatten().filter(|target| {
            let kinds = list(target, "kind").into_iter().flatten().filter_map(Value::as_str);
            kinds.into_iter().any(|kind| kind == "lib" || kind == "rlib")
        });
        let root = libraries.filter_map(|it| text(it, "src_path")).next().ok_or_else(|| {
            format!(
                "`{name}` has no library, which a program could depend on that writes the document: \
                 move the application to src/lib.rs, or print a `lychgate::openapi::Document` of its \
                 `ROUTES` yourself"
            )
        })?;
        let mut dependencies = list(package, "dependencies").into_iter().flatten();
        let is_lychgate = |it: &&Value| {
            // Of tests and build scripts alone it has a kind.
            text(it, "name") == Some("lychgate") && text(it, "kind").is_none()
        };
        let found = dependencies.find(is_lychgate);
        let found = found.ok_or_else(|| format!("`{name}` does not depend on lychgate"))?;
        Ok(Package {
            name,
            version,
            folder: Path::new(manifest).parent().unwrap_or(Path::new("")).to_owned(),
            root: root.into(),
            dependency: dependency(found),
        })
    }

    /// The path of the application in the library.
    fn application(&self, arguments: &Openapi) -> Result<String, String> {
        let mut modules = Modules::default();
        modules.read_crate(&self.root)?;
        let all: Vec<&Found> = modules
            .found
            .iter()
            .filter(|found| found.attribute == Attributed::Application && !found.is_function)
            .collect();
        let wanted = match &arguments.application {
            Some(name) => all.iter().copied().filter(|found| found.is_named(name)).collect(),
            None => mounts::outermost(&all),
        };
        let names = |all: &[&Found]| {
            let names: Vec<String> = all.iter().map(|it| format!("`{}`", it.name())).collect();
            names.join(", ")
        };
        match (wanted.as_slice(), all.as_slice()) {
            ([only], _) => Ok(only.name()),
            ([], []) => Err(format!("there is no application in the library of `{}`", self.name)),
            ([], all) => Err(format!("there is no such application, only {}", names(all))),
            (several, _) => Err(format!("name one of the applications: {}", names(several))),
        }
    }
}

/// The same dependency for another package: where it is from, and which feature is needed.
fn dependency(found: &Value) -> String {
    let source = match (text(found, "path"), text(found, "source")) {
        (Some(path), _) => format!("path = {path:?}"),
        (None, Some(source)) if source.starts_with("git+") => git(source),
        (None, Some(source)) => {
            let requirement = text(found, "req").unwrap_or("*");
            match source.strip_prefix("registry+") {
                Some("https://github.com/rust-lang/crates.io-index") | None => {
                    format!("version = {requirement:?}")
                }
                Some(index) => format!("version = {requirement:?}, registry-index = {index:?}"),
            }
        }
        (None, None) => "version = \"*\"".to_owned(),
    };
    format!("{{ {source}, default-features = false, features = [\"openapi\"] }}")
}

/// `git+https://…?branch=main#abc`
fn git(source: &str) -> String {
    let url = source.trim_start_matches("git+").split('#').next().unwrap_or_default();
    match url.split_once('?') {
        Some((url, query)) => match query.split_once('=') {
            Some((key, value)) => format!("git = {url:?}, {key} = {value:?}"),
            None => format!("git = {url:?}"),
        },
        None => format!("git = {url:?}"),
    }
}

/// Builds the program and runs it.
fn run(
    package: &Package<'_>,
    made: &str,
    workspace: &Value,
    target: &Path,
) -> Result<String, String> {
    let folder = target.join("lychgate").join("openapi").join(package.name);
    let manifest = format!(
        "[package]\nname = \"openapi-of-{name}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\
         publish = false\n\n[workspace]\n\n[dependencies]\n\
         application = {{ package = {name:?}, path = {path:?} }}\nlychgate = {dependency}\n",
        name = package.name,
        path = package.folder,
        dependency = package.dependency,
    );
    let written = || -> Result<(), std::io::Error> {
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(
            folder.join("src/main.rs"),
            format!("fn main() {{\n    print!(\"{{}}\", {made});\n}}\n"),
        )?;
        // The versions that the package is built with.
        let root = text(workspace, "workspace_root").unwrap_or_default();
        let lock = Path::new(root).join("Cargo.lock");
        if lock.is_file() {
            fs::copy(lock, folder.join("Cargo.lock"))?;
        }
        Ok(())
    };
    written().map_err(|error| format!("{} cannot be written: {error}", folder.display()))?;
    let output = Command::new(cargo())
        .args(["run", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "the program that writes the document does not build, or fails. The application, and the \
             modules around it, have to be public:\n\n{}",
            said.trim_end()
        ));
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}
