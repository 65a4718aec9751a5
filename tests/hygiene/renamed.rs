//! The crate under another name.

/// Where a project keeps what it takes from others.
mod vendor {
    pub(crate) use lychgate as gate;
}

#[lychgate::application(crate = crate::renamed::vendor::gate)]
mod site {
    #[get("^(?<n>[0-9]+)/(?<word>\\w+)$")]
    fn number(n: u8, word: &str) -> String {
        format!("{n} {word}")
    }
}

#[lychgate::middleware(crate = crate::renamed::vendor::gate)]
fn signed(
    environ: &mut lychgate::Environ,
    next: lychgate::Next<'_>,
) -> Result<lychgate::Response, lychgate::Status> {
    Ok(next.call(environ).header("X-Signed", "yes"))
}

#[test]
fn a_middleware_may_name_the_runtime_by_another_path() {
    let client = lychgate::test::Client::new(signed(site::application));
    assert_eq!(client.get("/7/x").send().header("x-signed"), Some("yes"));
}

#[test]
fn the_runtime_may_go_by_another_path() {
    let client = lychgate::test::Client::new(site::application);
    assert_eq!(client.get("/7/x").send().text(), "7 x");
}

/// Whatever is written, nothing of it goes by the usual name.
#[test]
fn a_renamed_runtime_is_named_by_its_new_name_alone() {
    use lychgate_compiler::expand::{self, Options};
    let item = r#"mod site {
        #[get("^(?<n>[0-9]+)/(?<word>\\w+)$")]
        fn number(n: u8, word: Option<String>, environ: &Environ) -> String { String::new() }
        #[post("x(?:.*)a(?:.{20})$", search)]
        async fn fallback() {}
        async fn user(word: u8) -> u8 { word }
        #[get("^user/(?<word>.*)$")]
        fn show(#[depends(user)] user: u8, #[depends(auth::admin)] admin: u8) -> String { "" }
        #[not_found]
        #[with(signed, Limit(7))]
        fn nothing() -> &'static str { "" }
        #[mount("^api/")]
        #[with(LIMIT)]
        fn api() -> Api { Api }
    }"#;
    let arguments = "crate = gate".parse().unwrap();
    let options = Options { regex: true, ..Options::default() };
    let expansion = expand::application(arguments, item.parse().unwrap(), options).to_string();
    assert!(expansion.contains("gate :: Dispatcher"), "{expansion}");
    assert!(!expansion.contains("lychgate") && !expansion.contains("compile_error"), "{expansion}");
    for item in [
        "async fn signed(environ: &mut Environ, next: Next<'_>) -> Result<Response> { x }",
        "impl Limit { fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response { x } }",
    ] {
        let arguments = "crate = gate".parse().unwrap();
        let expansion = expand::middleware(arguments, item.parse().unwrap()).to_string();
        assert!(expansion.contains("gate :: Middleware"), "{expansion}");
        assert!(!expansion.contains("lychgate"), "{expansion}");
    }
}
