use lychgate::prelude::*;

#[application]
mod api {
    #[get("^$")]
    fn index() -> &'static str {
        "API"
    }

    #[get("^users/(?<id>[0-9]+)$")]
    fn user(id: u32) -> String {
        format!("user {id}")
    }
}

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[mount("^api/")]
    fn api() -> impl Application {
        super::api::application
    }

    #[mount("^(?:old|older)/api")]
    fn old() -> impl Application {
        super::api::application
    }

    #[get("^posts/(?<id>[0-9]+)/edit$")]
    fn edit(id: u32) -> String {
        format!("edit {id}")
    }
}

struct Whole {
    title: &'static str,
    part: Part,
}

struct Part;

#[application]
impl Part {
    #[get("^name$")]
    fn name(&self) -> &'static str {
        "part"
    }
}

#[application]
impl Whole {
    #[get("^title$")]
    fn title(&self) -> &'static str {
        self.title
    }

    #[mount("^part/")]
    fn part(&self) -> &impl Application {
        &self.part
    }

    #[mount("^")]
    fn site() -> impl Application {
        site::application
    }
}

pub(crate) fn app() -> impl Application {
    Whole { title: "Title", part: Part }
}
