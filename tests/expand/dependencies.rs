use lychgate::prelude::*;

mod auth {
    use super::{Environ, Status};

    pub(crate) fn token(environ: &Environ) -> Result<String, Status> {
        let token = environ.query_string();
        if token.is_empty() { Err(Status::UNAUTHORIZED) } else { Ok(token.to_string()) }
    }
}

#[application]
mod site {
    use super::{Status, auth};

    #[derive(Clone)]
    struct User(String);

    struct Article {
        id: u32,
        author: User,
    }

    fn current_user(#[depends(auth::token)] token: &str) -> Result<User, (Status, String)> {
        match token {
            "ann" => Ok(User("Ann".to_owned())),
            other => Err((Status::FORBIDDEN, format!("who is {other}?"))),
        }
    }

    fn article(id: u32, #[depends(current_user)] author: User) -> Article {
        Article { id, author }
    }

    async fn draft(#[depends(article)] article: Article) -> Option<Article> {
        Some(article).filter(|article| article.id > 9)
    }

    fn members_only(#[depends(current_user)] user: &User) -> Result<(), Status> {
        if user.0.is_empty() { Err(Status::FORBIDDEN) } else { Ok(()) }
    }

    #[get("^profile$")]
    fn profile(#[depends(members_only)] _: (), #[depends(current_user)] user: &User) -> String {
        user.0.clone()
    }

    #[get("^articles/(?<id>[0-9]+)$")]
    fn show(
        #[depends(article)] article: Article,
        #[depends(current_user)] user: User,
    ) -> Result<String, Status> {
        Ok(format!("{} of {} for {}", article.id, article.author.0, user.0))
    }

    #[get("^drafts/(?<id>[0-9]+)$")]
    async fn edit(id: u32, #[depends(draft)] draft: Option<Article>) -> String {
        format!("{id} {}", draft.is_some())
    }
}

pub(crate) fn app() -> impl Application {
    site::application
}
