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
        fn nothing() -> &'static str { "" }
    }"#;
    let arguments = "crate = gate".parse().unwrap();
    let options = Options { regex: true };
    let expansion = expand::application(arguments, item.parse().unwrap(), options).to_string();
    assert!(expansion.contains("gate :: Dispatcher"), "{expansion}");
    assert!(!expansion.contains("lychgate") && !expansion.contains("compile_error"), "{expansion}");
}
