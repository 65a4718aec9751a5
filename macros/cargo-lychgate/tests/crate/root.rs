//! A crate in several files, some of which are wrong. It is read, never compiled.

use lychgate::prelude::*;

mod site;

#[path = "elsewhere.rs"]
mod moved;

mod inline {
    /// Two routes that meet.
    #[lychgate::application]
    mod pages {
        #[get("^pages/(?<name>[a-z]+)$")]
        fn by_name(name: &str) -> String {
            name.to_owned()
        }

        #[route(r"^pages/(?<id>\w+)$", GET, POST)]
        #[cfg(unix)]
        fn by_id(id: u32) -> String {
            "
  as it is
"
            .to_owned()
        }
    }
}

mod missing;

#[cfg(windows)]
mod absent;
