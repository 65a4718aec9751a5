//! The lint that answers for what is wrong, and the one in the test client.

use super::*;

#[test]
fn what_is_wrong_with_the_environ_is_the_answer() {
    fn never(_: &mut Environ, _: StartResponse<'_>) -> Started {
        panic!("the application was called")
    }
    let change: fn(&mut Environ) = |environ| {
        environ.insert("SERVER_PORT", "http");
        environ.insert("wsgi.version", "0");
    };
    let answer = get(Hands(change).wrap(Lint::new(never)));
    assert_eq!(answer.status(), 500);
    assert_eq!(
        answer.text(),
        "E08: `SERVER_PORT` is a number in digits; found `SERVER_PORT` \"http\"\n\
         E13: `wsgi.version` is 1.0; found `wsgi.version` \"0\"\n"
    );
}

#[test]
fn what_is_wrong_with_the_head_is_the_answer() {
    let answer = get(Lint::new(answering("200 OK", &[], || "hello".into())));
    assert_eq!(answer.status(), 500);
    assert!(answer.text().starts_with("R06: "), "{}", answer.text());
}

#[test]
fn what_is_wrong_with_the_body_cuts_it_off() {
    let headers = &[TEXT, ("Content-Length", "9")];
    let short = answering("200 OK", headers, || Body::stream(["hello"]));
    let answer = get(Lint::new(short));
    assert_eq!((answer.status().as_u16(), &*answer.text()), (200, "hello"));
    assert!(answer.cut().unwrap().contains("B02: "), "{:?}", answer.cut());

    let swallows = Gives(|head, body| (head, Body::stream(body.filter(|_| false))));
    let answer = get(Lint::new(swallows.wrap(streamed)));
    assert!(answer.cut().unwrap().contains("M01: "), "{:?}", answer.cut());
}

#[test]
fn what_is_right_goes_through() {
    assert_eq!(get(Lint::new(hello)).text(), "hello");
    assert_eq!(get(Lint::new(Lint::new(streamed))).text(), "one two three four");
}

#[test]
#[should_panic(expected = "R06: A response with a body has a `Content-Type`")]
fn a_test_fails_when_a_rule_is_broken() {
    let _ = Client::new(answering("200 OK", &[], || "hello".into())).get("/").send();
}

#[test]
#[should_panic(expected = "B02: ")]
fn a_test_names_all_that_is_broken() {
    let application = answering("200 OK", &[("Content-Length", "9")], || "hello".into());
    let _ = Client::new(application).get("/").send();
}

#[test]
fn a_lint_inside_answers_for_itself() {
    let untyped = answering("200 OK", &[], || "hello".into());
    assert_eq!(Client::new(Lint::new(untyped)).get("/").send().status(), 500);
}
