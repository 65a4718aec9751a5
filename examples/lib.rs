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
