use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    async fn index() -> String {
        let count = std::rc::Rc::new(1);
        std::future::ready(()).await;
        count.to_string()
    }
}

fn main() {}
