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
