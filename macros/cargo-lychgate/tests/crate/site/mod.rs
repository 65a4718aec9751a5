//! Applications within an application's folder.

pub mod admin;

#[application]
pub mod site {
    #[get("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[get(r"^users/(?<id>\d+)$")]
    fn user(nmae: u32) -> String {
        nmae.to_string()
    }

    #[get("^é(a")]
    fn unclosed() -> &'static str {
        "never"
    }

    #[application]
    mod inside {
        #[get("^$")]
        fn index() -> &'static str {
            "Inside"
        }
    }
}
