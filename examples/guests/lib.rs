//! Examples that bring other people's libraries along. They are a package of their own, so that the
//! small ones stay quick to build.
//!
//! | command | shows |
//! |---|---|
//! | `cargo run --example templates` | pages made by askama and by maud |
//! | `cargo run --example async_client` | an `async fn` that awaits another server |
//! | `cargo run --example axum_mount` | an application in an axum router, and a router in an application |
//! | `cargo run --example layers` | layers of tower-http around an application |
