//! The command as people run it, on the repository's examples and on a crate that is wrong. What it
//! prints is compared with `golden/`; after a change that is meant, write that anew with
//! `BLESS=1 cargo test -p cargo-lychgate` and read the difference.

mod agreement;
mod eject;
mod new;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

/// The folder of the repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cargo-lychgate"))
        .args(arguments)
        .current_dir(repository())
        .output()
        .expect("the command runs")
}

/// What is printed, and the exit code.
fn printed(arguments: &[&str]) -> (String, Option<i32>) {
    let output = run(arguments);
    let text = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
    (text, output.status.code())
}

/// Compares what is printed, with the exit code below, to a file.
fn golden(name: &str, line: &str) {
    let arguments: Vec<&str> = line.split(' ').collect();
    let (text, code) = printed(&arguments);
    let now = format!("$ cargo lychgate {line}\n{text}exit code {}\n", code.unwrap_or(-1));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if env::var_os("BLESS").is_some() {
        fs::write(file, now).expect("the golden output can be written");
        return;
    }
    let reviewed = fs::read_to_string(file).expect("the golden output is there");
    assert_eq!(now, reviewed, "{name}");
}

const CRATE: &str = "macros/cargo-lychgate/tests/crate/root.rs";

#[test]
fn routes_are_shown_as_declared() {
    golden("routes-hello.txt", "routes examples/hello.rs");
    golden("routes-search.txt", "routes --overlaps examples/search.rs");
    golden("routes-examples.txt", "routes --manifest-path examples/Cargo.toml");
    golden("routes-mount.json", "routes --json --overlaps examples/mount.rs site");
    golden("routes-crate.txt", &format!("routes --overlaps {CRATE}"));
}

/// `tests/openapi.sh` has it write a document.
#[test]
fn a_document_is_of_an_application_in_a_library() {
    golden("openapi-unknown.txt", "openapi -p lychgate-bookshop site");
    golden("openapi-none.txt", "openapi -p lychgate-tests");
}

#[test]
fn an_application_is_named_by_the_end_of_its_path() {
    golden("routes-named.txt", &format!("routes {CRATE} admin::Admin inside"));
    golden("routes-unknown.txt", "routes examples/mount.rs admin");
}

#[test]
fn expansions_stand_where_the_items_stood() {
    golden("expand-hello.txt", "expand examples/hello.rs");
    golden("expand-pages.txt", &format!("expand {CRATE} pages"));
    golden("expand-function.txt", &format!("expand {CRATE} ping"));
}

/// What `tests/expand` has reviewed is what is shown.
#[test]
fn expansions_are_those_of_the_macros() {
    for name in ["hello", "captures", "methods", "mount", "middleware", "dependencies", "table"] {
        let (text, code) = printed(&["expand", &format!("tests/expand/{name}.rs")]);
        assert_eq!(code, Some(0), "{text}");
        let file = syn::parse_file(&text).expect("an expansion is Rust");
        let reviewed = repository().join(format!("tests/expand/{name}.expanded.rs"));
        let reviewed = fs::read_to_string(reviewed).expect("the expansion is there");
        assert!(prettyplease::unparse(&file) == reviewed, "{name}");
    }
}

#[test]
fn explanations_tell_who_answers_and_why() {
    golden("explain-answers.txt", "explain GET /hello/Ann examples/hello.rs");
    golden("explain-type.txt", "explain GET /posts/2026/13?all examples/captures.rs");
    golden("explain-405.txt", "explain DELETE /hello/Ann examples/hello.rs");
    golden("explain-options.txt", "explain OPTIONS /posts/7 examples/methods.rs");
    golden("explain-404.txt", "explain GET /hello/Zo%C3%AB/x examples/hello.rs");
    golden("explain-search.txt", "explain GET /say/hellos examples/search.rs");
    golden("explain-mount.txt", "explain GET /api/users/7 examples/mount.rs");
    golden("explain-condition.txt", &format!("explain POST /pages/seven {CRATE} pages"));
    golden("explain-catch.txt", "explain GET /posts examples/guests/templates.rs");
    golden("explain-400.txt", "explain GET /%ff examples/hello.rs");
}

#[test]
fn pictures_show_the_routes_and_the_automaton() {
    const SHOP: &str = "macros/cargo-lychgate/tests/crate/shop.rs";
    golden("graph-shop.svg", &format!("graph {SHOP}"));
    golden("graph-shop.mmd", &format!("graph --format mermaid {SHOP}"));
    golden("graph-hello.dot", "graph --format dot examples/hello.rs");
    golden("graph-automaton.dot", &format!("graph --automaton --format dot {SHOP} api"));
    golden("graph-captures.mmd", "graph --automaton --format mermaid examples/captures.rs");
    golden("graph-several.txt", &format!("graph {CRATE}"));
}

#[test]
fn many_requests_are_answered_at_once() {
    let file = "macros/cargo-lychgate/tests/crate/requests.txt";
    golden("find-mount.txt", &format!("find --requests {file} examples/mount.rs"));
    golden("find-wrong.txt", "find --requests README.md examples/hello.rs");
}

#[test]
fn what_is_mounted_in_itself_comes_to_an_end() {
    const CIRCLE: &str = "macros/cargo-lychgate/tests/crate/circle.rs";
    for arguments in [
        &["explain", "GET", "/a/b", CIRCLE][..],
        &["find", "--requests", "macros/cargo-lychgate/tests/crate/requests.txt", CIRCLE, "one"],
        &["graph", CIRCLE, "one"],
    ] {
        let (text, code) = printed(arguments);
        assert!(code == Some(0) && text.len() < 40_000, "{} bytes", text.len());
        assert!(text.contains("two"), "{text}");
    }
}

#[test]
fn shells_and_manuals_know_every_command() {
    let (help, _) = printed(&["--help"]);
    let commands = help.split("Commands:\n").nth(1).expect("there are commands");
    let commands = commands.lines().take_while(|line| !line.is_empty());
    let names: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 9, "{names:?}");
    for page in [
        &["manual"][..],
        &["completions", "bash"],
        &["completions", "zsh"],
        &["completions", "fish"],
    ] {
        let (text, code) = printed(page);
        assert_eq!(code, Some(0), "{text}");
        assert!(names.iter().all(|name| text.contains(name)), "{page:?}: {text}");
    }
}

#[test]
fn mistakes_are_shown_where_they_are() {
    golden("check-crate.txt", &format!("check {CRATE}"));
    golden("check-crate.json", &format!("check --json {CRATE}"));
    golden("check-named.txt", &format!("check {CRATE} Admin"));
    golden("check-hello.txt", "check examples/hello.rs");
    golden("check-examples.txt", "check examples");
}

#[test]
fn readmes_show_what_is_printed() {
    for readme in [include_str!("../../../../README.md"), include_str!("../../README.md")] {
        let mut compared = 0;
        for part in readme.split("`cargo lychgate ").skip(1) {
            let line = part.split('`').next().unwrap_or_default();
            let Some((_, block)) = part.split_once("\n```text\n") else { break };
            let (block, _) = block.split_once("```").expect("the block ends");
            let (text, code) = printed(&line.split(' ').collect::<Vec<&str>>());
            assert_eq!((text.as_str(), code), (block, Some(0)), "{line}");
            compared += 1;
        }
        assert_eq!(compared, 2);
    }
}

#[test]
fn the_readme_has_every_field() {
    let readme = include_str!("../../README.md");
    let mut fields = std::collections::BTreeSet::new();
    for arguments in [
        &["routes", "--json", "--overlaps", CRATE][..],
        &["check", "--json", CRATE],
        &["routes", "--json", "--overlaps", "examples/search.rs"],
    ] {
        let output = run(arguments);
        let value = serde_json::from_slice(&output.stdout).expect("JSON");
        keys(&value, &mut fields);
    }
    assert!(fields.len() > 20, "{fields:?}");
    let missing: Vec<&String> =
        fields.iter().filter(|field| !readme.contains(&format!("`{field}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn keys(value: &serde_json::Value, all: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Array(list) => list.iter().for_each(|value| keys(value, all)),
        serde_json::Value::Object(fields) => {
            for (key, value) in fields {
                all.insert(key.clone());
                keys(value, all);
            }
        }
        _ => {}
    }
}

#[test]
fn cargo_passes_the_name_of_the_subcommand() {
    let arguments = ["routes", "examples/hello.rs"];
    let with_name = ["lychgate", "routes", "examples/hello.rs"];
    assert_eq!(printed(&arguments), printed(&with_name));
}

#[test]
fn what_cannot_be_read_is_said_and_is_no_panic() {
    for arguments in [
        ["routes", "examples/nothing.rs"].as_slice(),
        &["routes", "README.md/"],
        &["check", "runtime/src/status.rs"],
        &["explain", "GET", "/", "--manifest-path", "nowhere/Cargo.toml"],
        &["routes", "--package", "nobody"],
        &["routes", "--unknown"],
        &["find", "--requests", "nowhere.txt", "examples/hello.rs"],
        &["graph", "--format", "png"],
    ] {
        let (text, code) = printed(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {text}");
        assert!(text.starts_with("error: "), "{text}");
    }
    let (text, code) = printed(&["routes", "--help"]);
    assert!(code == Some(0) && text.contains("Usage: cargo lychgate routes"), "{text}");
}
