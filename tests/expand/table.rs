use lychgate::prelude::*;

#[application]
mod site {
    #[route("^$")]
    fn index() -> &'static str {
        "index"
    }

    #[get("^users/?$")]
    fn users() -> &'static str {
        "users"
    }

    #[post("^users/?$")]
    fn create_user() -> &'static str {
        "create_user"
    }

    #[get(r"^users/(?<id>\d+)/?$")]
    fn user(id: u64) -> String {
        format!("user {id}")
    }

    #[put(r"^users/(?<id>\d+)/?$")]
    fn replace_user(id: u64) -> String {
        format!("replace_user {id}")
    }

    #[delete(r"^users/(?<id>\d+)/?$")]
    fn delete_user(id: u64) -> String {
        format!("delete_user {id}")
    }

    #[get(r"^users/(?<id>\d+)/posts/?$")]
    fn posts(id: u64) -> String {
        format!("posts {id}")
    }

    #[get(r"^users/(?<id>\d+)/posts/(?<post>\d+)/?$")]
    fn post(id: u64, post: u64) -> String {
        format!("post {id} {post}")
    }

    #[post(r"^users/(?<id>\d+)/posts/?$")]
    fn create_post(id: u64) -> String {
        format!("create_post {id}")
    }

    #[get("^about/?$")]
    fn about() -> &'static str {
        "about"
    }

    #[get("^about/team/?$")]
    fn team() -> &'static str {
        "team"
    }

    #[get("^admin/?$")]
    fn admin() -> &'static str {
        "admin"
    }

    #[route("^admin/login/?$")]
    fn login() -> &'static str {
        "login"
    }

    #[post("^admin/logout/?$")]
    fn logout() -> &'static str {
        "logout"
    }

    #[get("^search/(?<query>.+)$")]
    fn search(query: &str) -> String {
        format!("search {query}")
    }

    #[get(r"^static/(?<path>.+)\.css$")]
    fn style(path: &str) -> String {
        format!("style {path}")
    }

    #[get("^tags/(?<tag>[a-z-]+)$")]
    fn tag(tag: &str) -> String {
        format!("tag {tag}")
    }

    #[get(r"^tags/(?<tag>[a-z-]+)\.(?<format>json|xml)$")]
    fn feed(tag: &str, format: &str) -> String {
        format!("feed {tag} {format}")
    }

    #[get(r"^robots\.txt$")]
    fn robots() -> &'static str {
        "robots"
    }

    #[get(r"^favicon\.ico$")]
    fn favicon() -> &'static str {
        "favicon"
    }
}

pub(crate) fn app() -> impl Application {
    site::application
}
