//! What `new` makes. That it runs and passes its tests, `tests/new.sh` shows.

use std::fs;
use std::path::PathBuf;

use crate::printed;

/// A folder outside of the workspace, which cargo would add the package to.
fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("lychgate-{name}-{}", std::process::id()))
}

fn make(arguments: &[&str]) -> (String, Option<i32>) {
    printed(&[&["new"], arguments].concat())
}

#[test]
fn a_new_package_depends_on_lychgate_and_has_an_application() {
    let folder = folder("new");
    fs::create_dir_all(&folder).expect("a folder");
    let site = folder.join("site");
    let site = site.to_str().expect("a path in UTF-8");
    let (text, code) = make(&[site, "--name", "front", "--path", "runtime"]);
    assert_eq!(code, Some(0), "{text}");
    let manifest = fs::read_to_string(format!("{site}/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("name = \"front\""), "{manifest}");
    assert!(manifest.contains("[dependencies]\nlychgate = { path = "), "{manifest}");
    let (text, code) = printed(&["check", &format!("{site}/src/main.rs")]);
    assert_eq!((text.as_str(), code), ("no mistakes in 1 application\n", Some(0)));

    let published = folder.join("published");
    let (text, code) = make(&[published.to_str().expect("a path in UTF-8")]);
    assert_eq!(code, Some(0), "{text}");
    let manifest = fs::read_to_string(published.join("Cargo.toml")).expect("a manifest");
    let version = format!("lychgate = \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(manifest.contains(&version), "{manifest}");

    let (text, code) = make(&[site]);
    assert!(code == Some(2) && text.contains("already exists"), "{text}");
    fs::remove_dir_all(&folder).expect("the folder can be removed");
}

#[test]
fn names_are_those_that_cargo_allows() {
    for name in ["test", "1x", "a b", "fn", "deps", "lychgate", ""] {
        let folder = folder("names").join("x");
        let (text, code) = make(&[folder.to_str().expect("a path in UTF-8"), "--name", name]);
        assert!(code == Some(2) && text.starts_with("error: "), "{name}: {text}");
        assert!(!folder.exists(), "{name}");
    }
    let (text, code) = make(&["nowhere", "--path", "examples"]);
    assert!(code == Some(2) && text.contains("is not the package `lychgate`"), "{text}");
}
