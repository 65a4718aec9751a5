//! The seeds of the fuzz targets, among them all that was ever wrong: each still holds.

#[path = "checks/mod.rs"]
mod checks;

use std::fs;
use std::path::Path;

fn replay(name: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name);
    let mut count = 0;
    for seed in fs::read_dir(&folder).expect("a folder of seeds") {
        let seed = seed.expect("a seed").path();
        println!("{}", seed.display());
        check(&fs::read(seed).expect("a seed"));
        count += 1;
    }
    assert!(count > 0, "there are no seeds in {}", folder.display());
}

/// A test for each target.
macro_rules! targets {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                replay(stringify!($name), checks::$name);
            }
        )*
    };
}

targets!(cookies expansion forms heads multipart paths patterns proxies ranges);
