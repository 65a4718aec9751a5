//! What `eject` writes, and when it does not. That it compiles, `tests/eject.sh` shows.

use std::fs;
use std::path::Path;

use crate::{CRATE, golden, printed};

#[test]
fn the_source_stays_as_it_was_around_what_is_ejected() {
    golden("eject-hello.txt", "eject --print examples/hello.rs");
    golden("eject-comments.txt", "eject --print macros/cargo-lychgate/tests/crate/eject.rs");
}

#[test]
fn what_is_wrong_is_not_ejected() {
    golden("eject-crate.txt", &format!("eject --force {CRATE}"));
    golden("eject-body.txt", "eject --force macros/cargo-lychgate/tests/crate/body.rs");
    golden("eject-mistake.txt", "eject --force macros/cargo-lychgate/tests/crate/site/mod.rs");
}

const SOURCE: &str = "use lychgate::prelude::*;\n\n#[application]\nmod site {\n    #[get(\"^$\")]\n    \
                      fn index() -> &'static str {\n        \"Index\" // page\n    }\n}\n";

#[test]
fn what_could_be_lost_is_replaced_by_force_alone() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("eject");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("site.rs");
    fs::write(&path, SOURCE).expect("a file");
    let file = path.to_str().expect("a path in UTF-8");
    let (text, code) = printed(&["eject", file]);
    assert!(code == Some(2) && text.contains("`--force`"), "{text}");
    assert_eq!(fs::read_to_string(&path).expect("the file"), SOURCE);

    let (text, code) = printed(&["eject", "--force", file]);
    assert!(code == Some(0) && text.ends_with("site.rs: `site`\n"), "{text}");
    let ejected = fs::read_to_string(&path).expect("the file");
    assert!(ejected.contains("\"Index\" // page") && ejected.contains("pub static ROUTES"));
    assert!(!ejected.contains("#[get"), "{ejected}");
    assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 1, "nothing is left behind");

    let (text, code) = printed(&["eject", "--force", file]);
    assert!(code == Some(2) && text.contains("there is no `#[application]` here"), "{text}");
}
