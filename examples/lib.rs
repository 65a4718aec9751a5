//! Small applications, each run by one command from the top of the workspace:
//!
//! | command | shows |
//! |---|---|
//! | `cargo run --example hello` | functions with routes, and a page for what no route matches |
//! | `cargo run --example environ` | the bare contract: `(environ, start_response)` |
//! | `cargo run --example captures` | named groups as parameters, and what their types refuse |
//! | `cargo run --example methods` | methods of a type that keeps state |
//! | `cargo run --example dependencies` | parameters that other functions fill, and refuse |
//! | `cargo run --example search` | a pattern without an anchor, beside the same with one |
//! | `cargo run --example streaming` | a body that arrives piece by piece |
//! | `cargo run --example pep3333_simple_app` | PEP 3333's first program |
//! | `cargo run --example pep3333_class` | the same as a class, made anew for each request |
//! | `cargo run --example pep3333_cgi` | PEP 3333's gateway: one request of CGI |
//! | `cargo run --example cgi` | the same by the crate's own gateway |
//! | `cargo run --example pep3333_latinator` | PEP 3333's middleware: plain text in pig latin |
//! | `cargo run --example middleware` | middleware around all routes, and around one |
//! | `cargo run --example mount` | applications below a prefix of another's paths |
//! | `cargo run --example json_api` | JSON, a query and cookies as values, and errors that name the field |
//! | `cargo run --example upload` | a form with a file, and a large body that is read in pieces |
//! | `cargo run --example files` | a directory: ranges, conditional requests, and its list |
