//! Mistakes and what the compiler says of them: `<theme>/<mistake>.rs` beside its `.stderr`.

#[test]
fn every_mistake_is_said_once_and_in_our_words() {
    trybuild::TestCases::new().compile_fail("*/*.rs");
}
