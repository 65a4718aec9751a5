//! The way back: from a handler and its captures to the path that leads there.
//!
//! Run it with `cargo run --example urls`, then look at `http://localhost:8080/`, and in a debug build
//! at `http://localhost:8080/__lychgate`.

use lychgate::prelude::*;

#[application]
mod blog {
    use super::*;

    #[get("^$")]
    fn index(environ: &Environ) -> Html<String> {
        let posts = (1..=3).map(|id| {
            // Wherever the blog is mounted, its own paths are below.
            let url = environ.url_for(urls::post(id));
            format!("<li><a href=\"{url}\">Post {id}</a></li>\n")
        });
        Html(format!("<ul>\n{}</ul>\n", posts.collect::<String>()))
    }

    #[get(r"^posts/(?<id>\d+)/?$")]
    fn post(id: u32, environ: &Environ) -> Html<String> {
        Html(format!(
            "<p>Post {id} of <a href=\"{}\">all</a></p>\n",
            environ.url_for(urls::index())
        ))
    }
}

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> Html<String> {
        let names = ["Ann", "Zoë", "Ann/Bob"].map(|name| {
            // Not everything is a name by the pattern: of what is none there is no link.
            match urls::greet(name).path() {
                Ok(path) => format!("<p><a href=\"{path}\">{name}</a></p>\n"),
                Err(_) => format!("<p>{name}</p>\n"),
            }
        });
        let news = urls::news(blog::urls::post(3));
        Html(format!("{}<p><a href=\"{news}\">News</a></p>\n", names.concat()))
    }

    #[get(r"^hello/(?<name>\w+)/?$")]
    fn greet(name: &str) -> String {
        format!("Hello {name}")
    }

    #[get("^latest$")]
    fn latest() -> Redirect {
        Redirect::to(urls::news(blog::urls::post(3)))
    }

    #[mount("^news/")]
    fn news() -> impl Application {
        super::blog::application
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", site::application)?.inspect().serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    #[test]
    fn every_link_leads_somewhere() {
        let client = Client::new(site::application);
        let mut pages = vec!["/".to_owned()];
        let mut seen = 0;
        while let Some(path) = pages.get(seen).cloned() {
            let answer = client.get(&path).send();
            assert_eq!(answer.status(), 200, "{path}");
            let text = answer.text();
            let links = text.split("href=\"").skip(1).filter_map(|link| link.split('"').next());
            let new: Vec<String> =
                links.map(str::to_owned).filter(|link| !pages.contains(link)).collect();
            pages.extend(new);
            seen += 1;
        }
        let expected = [
            "/",
            "/hello/Ann",
            "/hello/Zo%C3%AB",
            "/news/posts/3",
            "/news/",
            "/news/posts/1",
            "/news/posts/2",
        ];
        assert_eq!(pages, expected);
    }

    #[test]
    fn a_redirect_takes_a_url() {
        let answer = Client::new(site::application).get("/latest").send();
        assert_eq!(answer.header("Location"), Some("/news/posts/3"));
    }
}
