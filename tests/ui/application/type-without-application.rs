struct Site;

fn main() {
    let _ = lychgate::test::Client::new(Site);
}
