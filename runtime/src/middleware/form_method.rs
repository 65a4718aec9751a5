//! Methods that a form cannot send.

use std::io::Read;

use http::Method;
use percent_encoding::percent_decode;

use super::{Next, decorator};
use crate::{Environ, Input, Response, Status};

/// The longest form in which a field is looked for, in bytes.
const LONGEST: u64 = 64 << 10;

decorator! {
    /// Lets a POST request say PUT, PATCH or DELETE: in the header `X-HTTP-Method-Override`, or in the
    /// field `_method` of a form (`application/x-www-form-urlencoded`, of up to 64 KiB).
    ///
    /// It is off unless it is put around an application, and it belongs around the whole of it, where
    /// the routes are found: the methods that a browser sends by itself to another site's address are
    /// part of what protects that site.
    ///
    /// ```
    /// use lychgate::prelude::*;
    /// use lychgate::middleware::method_override;
    ///
    /// #[application]
    /// #[with(method_override)]
    /// mod site {
    ///     use super::*;
    ///
    ///     #[delete("^page$")]
    ///     fn remove() -> &'static str { "removed" }
    /// }
    ///
    /// fn main() {
    ///     let client = lychgate::test::Client::new(site::application);
    ///     let form = client.post("/page").header("Content-Type", "application/x-www-form-urlencoded");
    ///     assert_eq!(form.body("_method=DELETE").send().text(), "removed");
    /// }
    /// ```
    pub fn method_override(environ: &mut Environ, next: Next<'_>) -> Result<Response, Status> {
        if environ.method() == Method::POST {
            let header = environ.get("HTTP_X_HTTP_METHOD_OVERRIDE").map(|name| name.to_vec());
            let said = match header {
                Some(name) => Some(name),
                None => field(environ).map_err(|_| Status::BAD_REQUEST)?,
            };
            if let Some(name) = said {
                let name = name.to_ascii_uppercase();
                if ![&b"PUT"[..], b"PATCH", b"DELETE"].contains(&&*name) {
                    return Err(Status::BAD_REQUEST);
                }
                environ.insert("REQUEST_METHOD", name);
            }
        }
        Ok(next.call(environ))
    }
}

/// The field `_method` of a form, which can be read again afterwards.
fn field(environ: &mut Environ) -> std::io::Result<Option<Vec<u8>>> {
    const FORM: &[u8] = b"application/x-www-form-urlencoded";
    let media_type = environ.get("CONTENT_TYPE").map(|it| it.to_ascii_lowercase());
    let length = environ.get("CONTENT_LENGTH").and_then(|it| it.to_string().parse().ok());
    let is_form = media_type.is_some_and(|it| {
        it.strip_prefix(FORM).is_some_and(|rest| rest.is_empty() || b"; ".contains(&rest[0]))
    });
    if !is_form || length.is_none_or(|length: u64| length > LONGEST) {
        return Ok(None);
    }
    let mut form = Vec::new();
    environ.input().read_to_end(&mut form)?;
    let mut fields = form.split(|&byte| byte == b'&');
    let method = fields.find_map(|field| field.strip_prefix(b"_method="));
    let method = method.map(|value| percent_decode(value).collect());
    environ.set_input(Input::from(form));
    Ok(method)
}
