#[application]
fn ping() -> &'static str {
    "pong"
}
