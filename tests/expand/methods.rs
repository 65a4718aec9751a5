use std::sync::atomic::{AtomicU64, Ordering};

use lychgate::prelude::*;

#[derive(Default)]
struct Counter {
    count: AtomicU64,
}

#[application]
impl Counter {
    #[get("^count/?$")]
    fn count(&self) -> String {
        self.count.load(Ordering::Relaxed).to_string()
    }

    #[route("^add/(?<n>[0-9]+)$", GET, POST)]
    fn add(&self, n: u64) -> Status {
        self.count.fetch_add(n, Ordering::Relaxed);
        Status::ACCEPTED
    }

    #[not_found]
    fn nothing(&self) -> String {
        format!("nothing but {}", self.count())
    }
}

pub(crate) fn app() -> impl Application {
    Counter::default()
}
