//! Whatever is wrong with the input, the item comes back: an editor works on what is half typed.

use lychgate_compiler::expand::{Options, application, middleware, misplaced, with};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

fn expanded(text: &str) -> String {
    let tokens: TokenStream = text.parse().expect("tokens");
    application(TokenStream::new(), tokens, Options { regex: true, ..Options::default() })
        .to_string()
}

/// How often `compile_error!` stands in an expansion.
fn errors(expansion: &str) -> usize {
    expansion.matches("compile_error").count()
}

/// Takes the tokens for what is in front of the cursor: the groups that are open there end.
fn prefixes(tokens: &TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut found = vec![TokenStream::new()];
    for (place, token) in tokens.iter().enumerate() {
        let before = || tokens.iter().take(place).cloned();
        if let TokenTree::Group(group) = token {
            for inside in prefixes(&group.stream()) {
                let open = TokenTree::from(Group::new(group.delimiter(), inside));
                found.push(before().chain([open]).collect());
            }
        }
        found.push(before().chain([token.clone()]).collect());
    }
    found
}

/// The names behind `fn` at the level of items: of the tokens, or of the body of one item.
fn function_names(tokens: &TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut names: Vec<String> = tokens
        .windows(2)
        .filter_map(|pair| match pair {
            [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "fn" => {
                Some(format!("fn {name} "))
            }
            _ => None,
        })
        .collect();
    for token in &tokens {
        if let TokenTree::Group(group) = token {
            names.extend(function_names(&group.stream()));
        }
    }
    names
}

const MODULE: &str = r##"
    /// A site.
    pub(crate) mod site {
        use super::{Page, Status};
        const LIMIT: usize = { 3 };
        #[route("^$")]
        fn index() -> &'static str { "Index" }
        #[cfg(unix)]
        #[get(r"^hello/(?<name>\w+)/?$")]
        #[route("^hi/(?<name>[a-z]+)$", GET, "VERSION-CONTROL")]
        pub async fn greet<'a>(name: &'a str, page: Page) -> Result<String, Status> {
            if name == "x" { return Err(Status::NOT_FOUND); }
            Ok(format!("Hello {name}"))
        }
        #[with(timing, Limit::new(1 << 20), &LIMIT)]
        #[mount("^api/")]
        fn api() -> impl Application { api::application }
        fn session(#[depends(auth::token)] token: &str) -> Session { Session(token.len()) }
        #[get("^me$")]
        fn me(#[depends(self::session)] session: &Session) -> String { session.name() }
        impl Page { fn inner(&self) -> [u8; { 1 + 1 }] { [0; 2] } }
        #[get("^n/(?<n>[0-9]+)?$")]
        fn array(n: Option<u8>) -> Array<{ 2 }> { todo() }
        #[not_found]
        fn nothing(environ: &Environ) -> String { String::new() }
    }
"##;

const BLOCK: &str = r##"
    impl<T> Blog<T> where T: Send {
        #[get("^post/(?<id>[0-9]+)$")]
        fn post(&self, id: u64) -> String { self.posts.get(id) }
        #[mount("^part")]
        #[with(self.limit)]
        fn part(&self) -> &Part { &self.part }
        #[post("^post$")]
        async fn add(&self, input: Input, #[depends(post)] mut post: String) {}
        fn call(&self, environ: &mut Environ, start: StartResponse<'_>) -> Reply<'static> { x }
    }
"##;

const FUNCTION: &str = r#"
    /// One function.
    pub fn page(environ: &Environ) -> String { environ.path_info().to_string() }
"#;

#[test]
fn every_prefix_of_an_item_comes_back_with_all_its_functions() {
    let mut count = 0;
    for text in [MODULE, BLOCK, FUNCTION] {
        let whole: TokenStream = text.parse().expect("tokens");
        for prefix in prefixes(&whole) {
            let names = function_names(&prefix);
            let expansion =
                application(TokenStream::new(), prefix.clone(), Options::default()).to_string();
            for name in names {
                assert!(
                    expansion.contains(&name),
                    "{name} is lost from the expansion of\n{prefix}\n\n{expansion}"
                );
            }
            count += 1;
        }
    }
    assert!(count > 250, "{count} prefixes");
}

const DECORATOR: &str = r#"
    /// A middleware.
    #[cfg(unix)]
    pub(crate) async fn timing(environ: &mut Environ, next: Next<'_>) -> Result<Response, Status> {
        Ok(next.call_later(environ).await)
    }
"#;

const LIMITER: &str = r#"
    impl<T> Limiter<T> where T: Send {
        fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response { next.call(environ) }
        fn free(&self) -> usize { self.free }
    }
"#;

#[test]
fn so_does_every_prefix_of_a_middleware() {
    for text in [DECORATOR, LIMITER] {
        let whole: TokenStream = text.parse().expect("tokens");
        for prefix in prefixes(&whole) {
            let expansion = middleware(TokenStream::new(), prefix.clone()).to_string();
            for name in function_names(&prefix) {
                assert!(expansion.contains(&name), "{name}: {prefix}\n\n{expansion}");
            }
        }
    }
}

#[test]
fn a_broken_middleware_still_has_its_names() {
    for half in [
        "fn timing() {}",
        "fn timing(environ: &Environ, next: Next<'_>) -> Response { x }",
        "fn timing<T>(next: Next<'_>) {}",
        "#[get(\"^$\")] unsafe fn timing(environ: &mut Environ, next: Next<'_>) {}",
    ] {
        let expansion = middleware(TokenStream::new(), half.parse().expect("tokens")).to_string();
        assert!(errors(&expansion) > 0, "{half}: {expansion}");
        assert!(expansion.contains("pub struct timing { }"), "{half}: {expansion}");
        assert!(expansion.contains("const fn timing < A"), "{half}: {expansion}");
    }
}

#[test]
fn middleware_above_the_application_moves_below_it_in_order() {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let item =
        tokens("#[doc = \"x\"] #[with(b)] #[application(deny(regex))] #[with(c)] mod site { }");
    let turned = with(tokens("a"), item).to_string();
    let expected = tokens(
        "#[doc = \"x\"] #[application(deny(regex))] #[with(a)] #[with(b)] #[with(c)] mod site { }",
    );
    assert_eq!(turned, expected.to_string());
    for elsewhere in ["fn page() {}", "struct Page;", "#[with(b)] mod site {}", ""] {
        let expansion = with(tokens("a"), tokens(elsewhere)).to_string();
        assert_eq!(errors(&expansion), 1, "{expansion}");
    }
}

#[test]
fn a_prefix_with_a_word_typed_at_its_end_keeps_the_word() {
    let whole: TokenStream = MODULE.parse().expect("tokens");
    let word: TokenStream = "marker_of_the_editor".parse().expect("a word");
    for prefix in prefixes(&whole) {
        let marked = with_word_at_cursor(&prefix, &word);
        // Our own attributes are read and taken out, and a word typed into one goes with it.
        if in_attribute(&prefix) {
            continue;
        }
        let expansion = application(TokenStream::new(), marked.clone(), Options::default());
        let expansion = expansion.to_string();
        assert!(expansion.contains("marker_of_the_editor"), "{marked}\n\n{expansion}");
    }
}

/// The tokens with one more behind the last, inside the group that is last.
fn with_word_at_cursor(prefix: &TokenStream, word: &TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = prefix.clone().into_iter().collect();
    match tokens.pop() {
        Some(TokenTree::Group(group)) => {
            let inside = with_word_at_cursor(&group.stream(), word);
            tokens.push(Group::new(group.delimiter(), inside).into());
            tokens.into_iter().collect()
        }
        last => tokens.into_iter().chain(last).chain(word.clone()).collect(),
    }
}

/// Whether the last group at some level is that of an attribute.
fn in_attribute(prefix: &TokenStream) -> bool {
    match prefix.clone().into_iter().last() {
        Some(TokenTree::Group(group)) => {
            group.delimiter() == Delimiter::Bracket || in_attribute(&group.stream())
        }
        _ => false,
    }
}

/// The six forms of a signature that is being typed.
#[test]
fn an_incomplete_signature_is_kept_and_hides_nobody() {
    for half in [
        "pub fn half(",
        "pub fn half()",
        "pub fn half() ->",
        "pub fn half(name)",
        "pub fn half(name:)",
        "pub fn half(name: &str",
        "fn",
        "fn half<",
        "pub",
        "word",
        "use",
        "struct Half",
        "struct Half { name: }",
        "#[get(\"^half$\")]",
        "#[get(\"^half$\")] pub",
        "#[get(\"^half$\")] fn half(name: ) {}",
        "let x = 1",
        "impl Half { fn inner(",
    ] {
        let half = close(half);
        let text = format!(
            "mod site {{ #[get(\"^a$\")] fn before() {{}} {half} #[get(\"^b$\")] fn after() {{}} }}"
        );
        let expansion = expanded(&text);
        assert!(expansion.contains("fn before () { }"), "{half}: {expansion}");
        assert!(expansion.contains("fn after () { }"), "{half}: {expansion}");
        let kept = half.trim_start_matches("#[get(\"^half$\")]").to_lowercase();
        assert!(!kept.contains("half") || expansion.to_lowercase().contains("half"), "{expansion}");
        for route in ["before", "after"] {
            assert!(expansion.contains(&format!("route :: {route} =>")), "{half}: {expansion}");
        }
    }
}

/// Ends the groups that a text leaves open, as an editor does before it asks the macro.
fn close(text: &str) -> String {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '(' => open.push(')'),
            '{' => open.push('}'),
            '[' => open.push(']'),
            ')' | '}' | ']' => {
                open.pop();
            }
            _ => {}
        }
    }
    text.chars().chain(open.into_iter().rev()).collect()
}

#[test]
fn bodies_are_opaque() {
    for body in ["r.", "let x =", "if 1", "match x { A => }", "x.y(", "let = ;", "= > < . .."] {
        let body = close(body);
        let text = format!("mod site {{ #[get(\"^a$\")] fn a() {{ {body} }} }}");
        let expansion = expanded(&text);
        let tokens: TokenStream = body.parse().expect("tokens");
        assert!(expansion.contains(&format!("fn a () {{ {tokens} }}")), "{body}: {expansion}");
        assert_eq!(errors(&expansion), 0, "{body}: {expansion}");
    }
}

#[test]
fn healthy_routes_stay_beside_a_broken_one() {
    let expansion = expanded(
        "mod site { #[get(\"^a$\")] fn a() {} #[get(\"^(\")] fn b() {} #[get(\"^c$\")] fn c() {} }",
    );
    assert_eq!(errors(&expansion), 1, "{expansion}");
    assert!(expansion.contains("route :: a =>") && expansion.contains("route :: c =>"));
    assert!(!expansion.contains("route :: b"), "{expansion}");
    assert!(expansion.contains("fn b () { }"), "{expansion}");
}

#[test]
fn all_errors_are_told_at_once_and_none_twice() {
    let expansion = expanded(
        "mod site { \
           #[get(\"a\")] fn a() {} \
           #[route(\"^(\", GTE)] fn b() {} \
           #[get(\"^c/(?<id>.*)$\")] unsafe fn c() {} \
           #[get(\"^d$\")] #[get(\"^d$\")] fn d(n: u8) {} }",
    );
    // a: 1; b: the pattern and the method; c: `unsafe` and the group; d: `n` for each pattern.
    assert_eq!(errors(&expansion), 7, "{expansion}");
}

#[test]
fn items_that_are_no_applications_come_back_without_our_attributes() {
    for (text, kept) in [
        ("struct Site { name: String }", "struct Site { name : String }"),
        ("trait Site { #[get(\"^$\")] fn index(); }", "trait Site { fn index () ; }"),
        ("mod site ;", "mod site ;"),
        ("enum", "enum"),
        ("", ""),
        ("impl Debug for Site { #[get(\"^$\")] fn f() {} }", "impl Debug for Site { fn f () { } }"),
    ] {
        let expansion = expanded(text);
        assert!(expansion.starts_with(kept), "{text}: {expansion}");
        assert_eq!(errors(&expansion), 1, "{text}: {expansion}");
    }
}

#[test]
fn a_misplaced_attribute_gives_its_item_back() {
    let item = "#[post(\"^$\")] #[doc = \"x\"] pub fn index() { body( }".replace("( }", "() }");
    let tokens: TokenStream = item.parse().expect("tokens");
    let expansion = misplaced("get", tokens).to_string();
    assert!(expansion.starts_with("# [doc = \"x\"] pub fn index () { body () }"), "{expansion}");
    assert_eq!(errors(&expansion), 1, "said once, not for each attribute: {expansion}");
}

/// Parameters come back without our attributes, whatever else is there or is missing.
#[test]
fn parameters_come_back_without_our_attributes() {
    for (text, kept) in [
        ("mod site { fn f(#[depends(g)] a: u8) {} }", "fn f (a : u8) { }"),
        (
            "mod site { fn f(#[depends] #[other] a: u8, #[depends(x)]) {} }",
            "fn f (# [other] a : u8 ,)",
        ),
        ("mod site { fn f(#[depends(g)] a) {} }", "fn f (a)"),
        ("mod site { fn f(#[depends(g)] a: u8) }", "fn f (a : u8)"),
        ("impl Site { fn f(&self, #[depends(g)] a: u8) {} }", "fn f (& self , a : u8) { }"),
        ("mod site { impl X { fn f(#[depends(g)] a: u8) {} } }", "fn f (a : u8) { }"),
        ("trait Site { fn f(#[depends(g)] a: u8); }", "fn f (a : u8) ;"),
        ("fn f(#[depends(g)] a: u8) {}", "fn f (a : u8) { }"),
    ] {
        let expansion = expanded(text);
        assert!(expansion.contains(kept), "{text}: {expansion}");
    }
    let inner = "mod site { #[get(\"^$\")] fn a() {} \
                 #[application] fn b(#[depends(g)] c: u8) {} \
                 mod d { #[application] fn e(#[depends(g)] c: u8) {} } }";
    let expansion = expanded(inner);
    for kept in ["fn b (# [depends (g)] c : u8) { }", "fn e (# [depends (g)] c : u8) { }"] {
        assert!(expansion.contains(kept), "that is for the inner application: {expansion}");
    }
    assert_eq!(errors(&expansion), 0, "{expansion}");
}

#[test]
fn what_depends_on_a_broken_function_is_left_out_and_not_reported_again() {
    let expansion = expanded(
        "mod site { \
           fn a(#[depends(b)] b: u8) -> u8 { b } \
           fn b(#[depends(a)] a: u8) -> u8 { a } \
           fn c(#[depends()] x: u8, id: u8) -> u8 { id } \
           unsafe fn d(id: u8) -> u8 { id } \
           fn e(id: u8) -> u8 { id } \
           #[get(\"^a$\")] fn one(#[depends(a)] a: u8) {} \
           #[get(\"^b/(?<id>.*)$\")] fn two(#[depends(c)] c: u8) {} \
           #[get(\"^c/(?<id>.*)$\")] fn three(#[depends(d)] d: u8) {} \
           #[get(\"^d/(?<id>.*)$\")] fn four(#[depends(e)] e: u8) {} }",
    );
    assert_eq!(errors(&expansion), 3, "{expansion}");
    for (route, is_there) in [("one", false), ("two", false), ("three", false), ("four", true)] {
        assert_eq!(expansion.contains(&format!("route :: {route} =>")), is_there, "{expansion}");
    }
}

#[test]
fn the_arguments_may_be_anything() {
    for arguments in [
        "",
        "deny",
        "deny(",
        "deny()",
        "deny(overlap,,)",
        "crate",
        "crate =",
        "crate = 1",
        ",",
        "= =",
        "\"x\"",
        "deny(overlap) deny(regex)",
        "crate = a::b, deny(overlap",
    ] {
        let arguments: TokenStream = close(arguments).parse().expect("tokens");
        let item: TokenStream = "mod site { #[get(\"^a$\")] fn a() {} }".parse().expect("tokens");
        let expansion = application(arguments, item, Options::default()).to_string();
        assert!(expansion.contains("fn a () { }"), "{expansion}");
        assert!(errors(&expansion) <= 1, "{expansion}");
    }
}

#[test]
fn the_same_input_gives_the_same_output() {
    assert_eq!(expanded(MODULE), expanded(MODULE));
}

#[test]
fn without_the_feature_a_pattern_for_regex_is_refused() {
    let long = r##"mod site { #[get(r"^(?:\w+/){40}(?:[0-9]{1,200}-){20}$")] fn long() {} }"##;
    let tokens: TokenStream = long.parse().expect("tokens");
    let with = |regex| {
        let expansion = application(
            TokenStream::new(),
            tokens.clone(),
            Options { regex, ..Options::default() },
        );
        errors(&expansion.to_string())
    };
    assert_eq!((with(true), with(false)), (0, 1));
}
