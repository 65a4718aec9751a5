use lychgate::prelude::*;

struct Database;

#[application]
mod site {
    use super::Database;

    #[get("^$")]
    fn index(database: Database) {
        let _ = database;
    }
}

fn main() {}
