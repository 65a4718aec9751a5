//! The path of a request, from the server to the application that answers: PEP 3333, "URL
//! Reconstruction".

use bstr::{BString, ByteSlice};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::Environ;
use crate::Url;

/// What stays as it is in a path (RFC 3986, 3.3), without `;`, `=` and `,`, which are quoted as
/// `urllib.parse.quote` does in the PEP's own text.
const QUOTED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Environ {
    /// The address that the client asked for, put together from the environ: scheme, host, and both
    /// halves of the path, quoted; the query as it came (PEP 3333, "URL Reconstruction").
    ///
    /// ```
    /// # use lychgate::{Environ, Input};
    /// # let (request, ()) = http::Request::get("/a%20b?q=1").header("Host", "example.org")
    /// #     .body(()).unwrap().into_parts();
    /// # let environ = Environ::new(request, Input::empty(), Default::default(), None);
    /// assert_eq!(environ.url(), "http://example.org/a%20b?q=1");
    /// ```
    #[must_use]
    pub fn url(&self) -> String {
        let mut url = format!("{}{}", self.application_url(), quote(self.path_info()));
        let query = self.query_string();
        if !query.is_empty() {
            url.push('?');
            url.push_str(&query.to_str_lossy());
        }
        url
    }

    /// The address of the application: [`url`](Self::url) as far as `SCRIPT_NAME`.
    #[must_use]
    pub fn application_url(&self) -> String {
        let scheme = self.url_scheme();
        let host = match self.get("HTTP_HOST") {
            Some(host) if !host.is_empty() => host.to_str_lossy().into_owned(),
            _ => {
                let (name, port) = (&self["SERVER_NAME"], &self["SERVER_PORT"]);
                let usual = if scheme == "https" { "443" } else { "80" };
                if port == usual { name.to_string() } else { format!("{name}:{port}") }
            }
        };
        format!("{scheme}://{host}{}", quote(self.script_name()))
    }

    /// The path at which a client asks this application for `url`: with `SCRIPT_NAME` before it, which
    /// is what a mount, a proxy or another server left of the path for somebody else.
    ///
    /// ```
    /// use lychgate::prelude::*;
    ///
    /// #[application]
    /// mod blog {
    ///     use super::*;
    ///
    ///     #[get(r"^posts/(?<id>\d+)$")]
    ///     fn post(id: u32, environ: &Environ) -> String {
    ///         format!("{id}, and then {}", environ.url_for(urls::post(id + 1)))
    ///     }
    /// }
    ///
    /// #[application]
    /// mod site {
    ///     use super::*;
    ///
    ///     #[mount("^blog/")]
    ///     fn posts() -> impl Application { blog::application }
    /// }
    ///
    /// fn main() {
    ///     let client = lychgate::test::Client::new(site::application);
    ///     assert_eq!(client.get("/blog/posts/7").send().text(), "7, and then /blog/posts/8");
    ///     // From outside, a mount takes a URL of what is inside.
    ///     assert_eq!(site::urls::posts(blog::urls::post(7)), "/blog/posts/7");
    /// }
    /// ```
    pub fn url_for(&self, url: Url) -> Url {
        url.behind(&quote(self.script_name()))
    }

    /// The same with scheme and host, for who is not on this site: a mail, a feed, an API.
    pub fn absolute_url_for(&self, url: Url) -> Url {
        url.behind(&self.application_url())
    }

    /// The target as far as it is this application's: the path as it came, unless a part of it was taken
    /// off or it was changed, and the query.
    #[cfg(feature = "tower")]
    pub(crate) fn rest_of_uri(&self) -> Result<http::Uri, crate::Error> {
        let came = self.uri().path();
        let is_whole = percent_encoding::percent_decode_str(came).eq(self.path_info().bytes());
        let mut rest = if is_whole { came.to_owned() } else { quote(self.path_info()) };
        if !rest.starts_with('/') && rest != "*" {
            rest.insert(0, '/');
        }
        if !self.query_string().is_empty() {
            rest.push('?');
            rest.push_str(&self.query_string().to_str_lossy());
        }
        let wrong = |error| crate::Error::from(error).with_status(crate::Status::BAD_REQUEST);
        rest.parse().map_err(wrong)
    }

    /// Moves the next segment of `PATH_INFO` to `SCRIPT_NAME` and gives it: for middleware that
    /// chooses an application by the first word of the path, as `wsgiref.util.shift_path_info` has
    /// it. Empty segments and `.` before the last one are passed over, and `..` takes a segment off
    /// `SCRIPT_NAME`.
    ///
    /// The segment is empty where only a slash was left; `None` where nothing was.
    pub fn shift_path_info(&mut self) -> Option<BString> {
        let path = self.path_info().to_vec();
        let mut segments: Vec<&[u8]> = path.split_str("/").collect();
        let last = segments.pop().filter(|_| !segments.is_empty())?;
        let passed_over = |segment: &&&[u8]| !segment.is_empty() && **segment != b".";
        let middle = segments.get(1..).unwrap_or_default().iter().filter(passed_over);
        let mut rest: Vec<&[u8]> = middle.copied().chain([last]).collect();
        let segment = rest.remove(0);
        let path_info = rest.iter().flat_map(|segment| [&b"/"[..], segment]).collect::<Vec<_>>();
        self.path_info = Some(path_info.concat());
        self.texts.take();
        let name = &mut self.script_name;
        if name.ends_with(b"/") {
            name.pop();
        }
        match segment {
            b"." => return None,
            b".." => name.truncate(name.rfind("/").unwrap_or(0)),
            _ => {
                name.push(b'/');
                name.extend_from_slice(segment);
            }
        }
        Some(segment.into())
    }

    /// The request as [`shift_to`](Self::shift_to) would leave it, without its body.
    pub(crate) fn shifted_to(&self, rest: usize) -> Environ {
        let mut shifted = self.copy();
        shifted.shift_to(rest);
        shifted
    }

    /// Moves all but the last `rest` bytes of `PATH_INFO` to `SCRIPT_NAME`; the slash at their
    /// border, if one is there, begins what is left.
    pub(crate) fn shift_to(&mut self, rest: usize) {
        self.texts.take();
        let path = self.path_info().to_vec();
        let (front, back) = path.split_at(path.len().saturating_sub(rest));
        let front = front.strip_suffix(b"/").unwrap_or(front);
        self.script_name.extend_from_slice(front);
        let slash = path.len() - front.len() - back.len();
        self.path_info = Some([&b"/"[..slash], back].concat());
    }
}

fn quote(path: &[u8]) -> String {
    percent_encode(path, QUOTED).to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Environ, Input};

    fn environ(script_name: &str, path_info: &str) -> Environ {
        let (request, ()) = http::Request::new(()).into_parts();
        let mut environ = Environ::new(request, Input::empty(), Arc::default(), None);
        environ.insert("SCRIPT_NAME", script_name);
        environ.insert("PATH_INFO", path_info);
        environ
    }

    #[test]
    fn one_segment_after_the_other_moves_to_the_script_name() {
        for (script_name, path_info, segment, name_after, path_after) in [
            ("", "/", Some(""), "/", ""),
            ("", "/x", Some("x"), "/x", ""),
            ("", "/x/", Some("x"), "/x", "/"),
            ("/a", "/x/y", Some("x"), "/a/x", "/y"),
            ("/a", "/x/y/", Some("x"), "/a/x", "/y/"),
            ("/a", "//y/z", Some("y"), "/a/y", "/z"),
            ("/a", "/./y", Some("y"), "/a/y", ""),
            ("/a", "/x//y", Some("x"), "/a/x", "/y"),
            ("/a/", "/x", Some("x"), "/a/x", ""),
            ("/a", "///", Some(""), "/a/", ""),
            ("/a", "/.", None, "/a", ""),
            ("/a/b", "/../y/", Some(".."), "/a", "/y/"),
            ("", "/.//.", None, "", ""),
            ("/a", "//.//x/.", Some("x"), "/a/x", "/."),
            ("/a", "", None, "/a", ""),
        ] {
            let mut environ = environ(script_name, path_info);
            let shifted = environ.shift_path_info();
            let shifted = shifted.map(|segment| segment.to_string());
            assert_eq!(shifted.as_deref(), segment, "{script_name} {path_info}");
            assert_eq!(environ["SCRIPT_NAME"], name_after, "{script_name} {path_info}");
            assert_eq!(environ["PATH_INFO"], path_after, "{script_name} {path_info}");
        }
    }

    #[test]
    fn a_mounted_application_has_the_rest_of_the_path() {
        for (path, rest, script_name, path_info) in [
            ("/api/x/y", 3, "/api", "/x/y"),
            ("/api/", 0, "/api", "/"),
            ("/api", 0, "/api", ""),
            ("/api/x", 2, "/api", "/x"),
            ("/x", 1, "", "/x"),
            ("//api/x", 1, "//api", "/x"),
        ] {
            let mut environ = environ("", path);
            environ.shift_to(rest);
            assert_eq!(environ["SCRIPT_NAME"], script_name, "{path}");
            assert_eq!(environ["PATH_INFO"], path_info, "{path}");
        }
    }
}
