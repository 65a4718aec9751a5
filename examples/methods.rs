//! Methods of a type that keeps state: `#[application]` on an `impl` block.
//!
//! Run it with `cargo run --example methods`, then
//! `curl -d 'first post' http://localhost:8080/posts` and `curl http://localhost:8080/posts/0`.

use std::io::Read;
use std::sync::Mutex;

use lychgate::prelude::*;

#[derive(Default)]
struct Blog {
    posts: Mutex<Vec<String>>,
}

#[application]
impl Blog {
    #[get("^posts/?$")]
    fn list(&self) -> String {
        let posts = self.posts();
        (0..posts.len()).map(|id| format!("/posts/{id}\n")).collect()
    }

    #[post("^posts/?$")]
    fn create(&self, mut input: Input) -> Result<Response> {
        let mut text = String::new();
        input.read_to_string(&mut text)?;
        let mut posts = self.posts();
        posts.push(text);
        let location = format!("/posts/{}", posts.len() - 1);
        Ok(Response::new("").status(Status::CREATED).header("Location", &location))
    }

    #[get(r"^posts/(?<id>\d+)$")]
    fn show(&self, id: usize) -> Result<String> {
        let posts = self.posts();
        let post = posts.get(id).cloned();
        post.ok_or_else(|| Error::new(Status::NOT_FOUND, format!("there is no post {id}")))
    }

    #[delete(r"^posts/(?<id>\d+)$")]
    fn empty(&self, id: usize) -> Status {
        match self.posts().get_mut(id) {
            Some(post) => {
                post.clear();
                Status::NO_CONTENT
            }
            None => Status::NOT_FOUND,
        }
    }

    /// A plain method: without a route it is nobody's business.
    fn posts(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.posts.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", Blog::default())?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    #[test]
    fn posts_are_kept_between_requests() {
        let blog = Blog::default();
        let client = Client::new(blog.by_ref());
        let created = client.post("/posts").body("first post").send();
        assert_eq!(
            (created.status().as_u16(), created.header("location")),
            (201, Some("/posts/0"))
        );
        assert_eq!(client.get("/posts").send().text(), "/posts/0\n");
        assert_eq!(client.get("/posts/0").send().text(), "first post");

        let missing = client.get("/posts/1").send();
        assert_eq!(
            (missing.status().as_u16(), missing.text().as_str()),
            (404, "there is no post 1\n")
        );

        assert_eq!(client.request("DELETE", "/posts/0").send().status(), 204);
        assert_eq!(*blog.posts(), [""]);
    }

    #[test]
    fn a_path_with_several_methods_allows_them_all() {
        let client = Client::new(Blog::default());
        let put = client.request("PUT", "/posts").send();
        assert_eq!(
            (put.status().as_u16(), put.header("allow")),
            (405, Some("GET, HEAD, POST, OPTIONS"))
        );
        let patch = client.request("PATCH", "/posts/0").send();
        assert_eq!(patch.header("allow"), Some("GET, HEAD, DELETE, OPTIONS"));
    }

    #[test]
    fn the_table_and_the_search_belong_to_the_type() {
        assert_eq!(Blog::ROUTES.len(), 4);
        assert_eq!(Blog::find("DELETE", "/posts/7").capture("id"), Some("7"));
        assert_eq!(Blog::default().list(), "");
    }
}
