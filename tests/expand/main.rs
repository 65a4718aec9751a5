//! What applications expand to, as people read it: each `CASE.rs` beside its `CASE.expanded.rs`,
//! which is compared *and* compiled. After a change that is meant, write them anew with
//! `BLESS=1 cargo test -p lychgate-tests --test expand` and read the difference.

use std::fs;
use std::path::Path;

use lychgate::prelude::*;
use lychgate::test::Client;
use lychgate_compiler::expand::{self, Options};
use quote::ToTokens;

macro_rules! cases {
    ($($name:ident $source:literal $expanded:literal: $paths:expr;)*) => {
        $(
            mod $name {
                #[allow(dead_code)]
                pub(crate) mod written {
                    include!($source);
                }
                #[allow(dead_code)]
                pub(crate) mod expanded {
                    include!($expanded);
                }
            }
        )*

        #[test]
        fn expansions_are_what_was_reviewed() {
            $(compare($source, $expanded);)*
        }

        #[test]
        fn an_expansion_does_what_the_attribute_does() {
            $(
                for path in $paths {
                    let answers = [
                        answer($name::written::app(), path),
                        answer($name::expanded::app(), path),
                    ];
                    assert_eq!(answers[0], answers[1], "{}: {path}", stringify!($name));
                }
            )*
        }
    };
}

cases! {
    hello "hello.rs" "hello.expanded.rs": ["/", "/hello/", "/hello/Ann", "/nothing"];
    captures "captures.rs" "captures.expanded.rs":
        ["/posts/2026/11", "/posts/2026/11/22", "/posts/2026/13", "/files/a/b.c", "/either/7"];
    methods "methods.rs" "methods.expanded.rs": ["/count", "/add/3", "/add/x", "/else"];
    function "function.rs" "function.expanded.rs": ["/anything"];
    table "table.rs" "table.expanded.rs":
        ["/", "/users", "/users/7", "/users/7/posts/8", "/users/x", "/admin/login", "/search/a/b"];
    middleware "middleware.rs" "middleware.expanded.rs":
        ["/", "/admin", "/admin?open", "/nothing", "/nothing?open", "/a/path/longer/than/thirty/bytes"];
    mount "mount.rs" "mount.expanded.rs":
        ["/", "/title", "/part/name", "/part/x", "/api/", "/api", "/api/users/7", "/old/api",
         "/older/api/users/8", "/posts/3/edit"];
    class "class.rs" "class.expanded.rs": ["/", "/x?abc"];
    dependencies "dependencies.rs" "dependencies.expanded.rs":
        ["/profile", "/profile?ann", "/profile?bob", "/articles/7?ann", "/drafts/7?ann", "/drafts/12?ann"];
    catch "catch.rs" "catch.expanded.rs":
        ["/site/posts/0", "/site/posts/7", "/site/x", "/nothing", "/later"];
    described "described.rs" "described.expanded.rs": ["/books/1", "/books/7", "/books/x", "/api/ping"];
    fallback "fallback.rs" "fallback.expanded.rs":
        ["/xxa01234567890123456789", "/short", "/reports/2026.csv"];
}

fn answer(application: impl Application, path: &str) -> (u16, String) {
    let answer = Client::new(application).get(path).send();
    (answer.status().as_u16(), answer.text())
}

fn compare(source: &str, expanded: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("expand");
    let text = fs::read_to_string(folder.join(source)).expect("the case is there");
    let now = expansion(&text, source == "described.rs");
    let reviewed = folder.join(expanded);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&reviewed, &now).expect("the expansion can be written");
        return;
    }
    let before = fs::read_to_string(&reviewed).expect("the expansion is there");
    let differ = now.lines().zip(before.lines()).position(|(now, before)| now != before);
    assert!(
        now == before,
        "{source} expands to something else, from line {} of {expanded} on",
        differ.map_or(now.lines().count().min(before.lines().count()), |line| line) + 1,
    );
}

/// The file with its applications expanded, and all else as it is; `openapi` is the feature.
fn expansion(text: &str, openapi: bool) -> String {
    let mut file = syn::parse_file(text).expect("the case is Rust");
    let items = std::mem::take(&mut file.items);
    file.items = items.into_iter().flat_map(|item| expanded(item, openapi)).collect();
    prettyplease::unparse(&file)
}

fn expanded(mut item: syn::Item, openapi: bool) -> Vec<syn::Item> {
    let attributes = match &mut item {
        syn::Item::Mod(item) => &mut item.attrs,
        syn::Item::Impl(item) => &mut item.attrs,
        syn::Item::Fn(item) => &mut item.attrs,
        _ => return vec![item],
    };
    let ours = |attribute: &syn::Attribute| {
        attribute.path().is_ident("application") || attribute.path().is_ident("middleware")
    };
    let Some(place) = attributes.iter().position(ours) else { return vec![item] };
    let attribute = attributes.remove(place);
    let (options, item) = (Options { regex: true, openapi }, item.into_token_stream());
    let tokens = if attribute.path().is_ident("middleware") {
        expand::middleware(Default::default(), item)
    } else {
        expand::application(Default::default(), item, options)
    };
    syn::parse2::<syn::File>(tokens).expect("an expansion is Rust").items
}

/// The code blocks of the README: the program, and parts of what it expands to.
fn readme() -> [String; 2] {
    let readme = include_str!("../../README.md");
    let block = |fence: &str| {
        let (_, rest) = readme.split_once(fence).expect("the README has the block");
        rest.split_once("\n```").expect("the block ends").0.to_owned()
    };
    [block("```rust,no_run\n"), block("```rs\n")]
}

#[test]
fn the_readme_shows_the_expansion_of_its_program() {
    let [program, shown] = readme();
    let expansion = expansion(&program, false);
    let mut lines = expansion.lines().map(str::trim);
    for line in shown.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(
            lines.any(|expanded| expanded == line),
            "the expansion does not go on with: {line}"
        );
    }
}

#[test]
fn the_readme_shows_the_hello_example() {
    let [program, _] = readme();
    let example = include_str!("../../examples/hello.rs");
    for part in program.split("\n\n") {
        assert!(example.contains(part.trim()), "not in the example:\n{part}");
    }
}
