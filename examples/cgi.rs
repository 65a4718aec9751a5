//! A program of CGI: a web server starts it for each request.
//!
//! Copy it to where a web server looks for such programs (`lychgate::gateway::cgi` has configurations);
//! or see what it says with `REQUEST_METHOD=GET PATH_INFO=/hello/Ann cargo run --example cgi`.

use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index(environ: &Environ) -> Html<String> {
        let url = environ.url_for(urls::hello("Ann"));
        Html(format!("<p><a href=\"{url}\">Hello?</a></p>\n"))
    }

    #[get("^hello/(?<name>[^/]+)$")]
    fn hello(name: &str) -> String {
        format!("Hello {name}\n")
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::gateway::cgi::run(site::application)
}

#[cfg(test)]
mod tests {
    use super::site;
    use lychgate::test::Client;

    #[test]
    fn links_lead_to_pages() {
        let client = Client::new(site::application);
        let index = client.get("/").send().text();
        let (_, rest) = index.split_once("href=\"").unwrap();
        let (url, _) = rest.split_once('"').unwrap();
        assert_eq!(client.get(url).send().text(), "Hello Ann\n");
    }
}
