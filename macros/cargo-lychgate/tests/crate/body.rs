//! An application in the body of a function. It is read, never compiled.

#[application]
mod outside {
    #[get("^$")]
    fn index() -> &'static str {
        "Outside"
    }
}

fn main() {
    #[application]
    mod inside {
        #[get("^$")]
        fn index() -> &'static str {
            "Inside"
        }
    }
}
