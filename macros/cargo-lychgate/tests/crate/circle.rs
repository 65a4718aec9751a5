//! Applications that are mounted in each other. It is read, never compiled.

#[application]
mod one {
    #[mount("^")]
    fn two() -> impl Application {
        super::two::application
    }
}

#[application]
mod two {
    #[get("^page$")]
    fn page() -> &'static str {
        "Page"
    }

    #[mount("^")]
    fn one() -> impl Application {
        super::one::application
    }
}
