use lychgate::prelude::*;

#[application]
mod site {
    /// Twenty characters after an `a` somewhere: an automaton would need a million states.
    #[get("^(?:.*)a(?<tail>.{20})$")]
    fn tail(tail: &str) -> String {
        format!("tail {tail}")
    }

    #[get(r"^reports/(?<year>\d{4})\.csv$")]
    fn report(year: u16) -> String {
        format!("report {year}")
    }
}

pub(crate) fn app() -> impl Application {
    site::application
}
