use lychgate::prelude::*;

mod auth {
    pub(crate) fn current_user() -> Result<String, lychgate::Status> {
        Ok("ann".to_owned())
    }
}

struct Session;

#[application]
mod site {
    use super::{Session, auth};

    fn session() -> Session {
        Session
    }

    #[get("^own$")]
    fn own(#[depends(session)] user: String) -> String {
        user
    }

    #[get("^elsewhere$")]
    fn elsewhere(#[depends(auth::current_user)] session: &Session) -> String {
        let Session = session;
        String::new()
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
