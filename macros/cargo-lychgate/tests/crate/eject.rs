#!/usr/bin/env run-cargo-script
//! What is ejected, and what stays as it is. It is read, never compiled.

use lychgate::prelude::{self, get, not_found};
use lychgate::{Environ, Respond, application, delete, mount, with};
use   lychgate::prelude::* ; // as it was written

// A comment of the user's.
#[derive( Clone,Respond ,Debug)]
#[template(path = "page.html")]
struct Page<'a> { title: &'a str }

#[derive(Respond)]
enum Empty {}

/// Says how long it took.
#[lychgate::middleware]
// Between the attributes.
#[allow(unused_mut)]
pub(crate) fn timing(mut environ: &mut Environ, next: Next<'_>) -> Response {
    // Before the call.
    let text = "
  a line that begins in a literal";
    next.call(environ) /* after it */
}

#[application]   #[with(timing)] // behind them
pub mod site {
    use super::*;

    // Before the route.
    #[get("^$")] // The page of all.
    #[delete(
        "^$"
    )]
    fn index(#[depends(user)] user: User, /* why not */ #[depends(user)] other: User) -> Page<'static> {
            Page { title: "odd   spacing" }   // stays
    }

    #[application]
    mod inside { #[get("^$")] fn index() -> &'static str { "Inside" } }

    fn user() -> User { User }
    // The last word.
}

#[cfg(unix)]
#[application]
impl<T: Send + Sync> Blog<T> {
    #[get(r"^posts/(?<id>\d+)$")] fn show(&self, id: u32) -> String { id.to_string() }
}

#[application]
fn bare(environ: &mut Environ, start_response: StartResponse<'_>) -> Reply<'static> { todo!() }
