//! The guide: from the first application to one that is deployed, a page each.
//!
//! | page | tells |
//! |---|---|
//! | [`first_application`] | three routes, a test, and a server |
//! | [`routes`] | what a pattern matches, which route wins, what the compiler refuses |
//! | [`handlers`] | what a function may take and return, and where state is |
//! | [`middleware`](mod@middleware) | what stands around routes, what they depend on, what is mounted below them |
//! | [`errors`] | how failures become responses |
//! | [`streaming`] | bodies that are made while they are sent, or do not fit into memory |
//! | [`files`] | directories and single files |
//! | [`testing`] | tests without a server and with one |
//! | [`deploying`] | behind a proxy, as a service, in a container |
//! | [`inspecting`] | the table, the expansion, and why a path is answered as it is |
//! | [`openapi`] | a document of the interface, with the feature of that name |
//! | [`comparing`] | where it is quicker than others and where not, with the commands |
//! | [`limits`] | what there is a limit of, and what happens beyond it |
//!
//! For who comes from elsewhere, the same small application side by side: [`from_flask`],
//! [`from_django`], [`from_axum`], [`from_actix`].

#![cfg(all(feature = "cookies", feature = "form", feature = "json", feature = "server"))]
// A page shows how a test is written; what it asserts is run below it.
#![allow(clippy::test_attr_in_doctest)]

/// Declares a page for each file.
macro_rules! pages {
    ($($(#[$gate:meta])* $page:ident)*) => {$(
        #[doc = include_str!(concat!("docs/guide/", stringify!($page), ".md"))]
        $(#[$gate])*
        pub mod $page {}
    )*};
}

pages! {
    first_application
    routes
    handlers
    middleware
    errors
    streaming
    #[cfg(feature = "files")]
    files
    testing
    deploying
    inspecting
    #[cfg(feature = "openapi")]
    openapi
    limits
    comparing
    from_flask
    from_django
    from_axum
    from_actix
}
