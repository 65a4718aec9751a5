//! A shop with twenty routes, for pictures. It is read, never compiled.

use lychgate::prelude::*;

#[application]
mod api {
    use super::*;

    #[get("^products$")]
    fn products(query: Query<Filter>) -> Json<Products> {
        find(query)
    }

    #[get(r"^products/(?<id>\d+)$")]
    fn product(id: u32) -> Option<Json<Product>> {
        load(id)
    }

    #[post(r"^products/(?<id>\d+)/reviews$")]
    #[with(login)]
    fn review(id: u32, review: Json<Review>) -> Status {
        Status::CREATED
    }

    #[route("^cart$", GET, DELETE)]
    fn cart(cookies: Cookies) -> Json<Cart> {
        open(cookies)
    }
}

#[application]
#[with(timing)]
mod shop {
    use super::*;

    #[get("^$")]
    fn index() -> Html<String> {
        page("index")
    }

    #[get("^about/?$")]
    fn about() -> Html<String> {
        page("about")
    }

    #[get("^products/?$")]
    fn products() -> Html<String> {
        page("products")
    }

    #[get("^products/new$")]
    #[with(login)]
    fn new_product() -> Html<String> {
        page("new")
    }

    #[get(r"^products/(?<id>\d+)(?:-(?<slug>[^/]+))?/?$")]
    fn product(id: u32, slug: Option<&str>) -> Html<String> {
        page(slug)
    }

    #[put(r"^products/(?<id>\d+)$")]
    #[with(login)]
    fn change(id: u32, product: Form<Product>) -> Redirect {
        Redirect::see_other("/products")
    }

    #[delete(r"^products/(?<id>\d+)$")]
    #[with(login)]
    fn remove(id: u32) -> Status {
        Status::NO_CONTENT
    }

    #[get(r"^products/(?<id>\d+)/pictures/(?<name>[^/]+)$")]
    fn picture(id: u32, name: &str) -> Option<Bytes> {
        None
    }

    #[route("^cart/?$", GET, POST, DELETE)]
    fn cart(cookies: Cookies) -> Html<String> {
        page("cart")
    }

    #[post("^cart/pay$")]
    fn pay(form: Form<Payment>) -> Redirect {
        Redirect::see_other("/thanks")
    }

    #[get(r"^blog/(?<year>\d{4})/(?<month>\d\d)/(?<title>[^/]+)$")]
    fn post(year: u16, month: u8, title: &str) -> Html<String> {
        page(title)
    }

    #[get(r"^blog/(?<year>\d{4})/?$")]
    fn year(year: u16) -> Html<String> {
        page("year")
    }

    #[get(r"^blog/feed\.(?:atom|rss)$")]
    fn feed() -> Events {
        Events::new()
    }

    #[mount("^api/")]
    fn api() -> impl Application {
        super::api::application
    }

    #[mount("^static/")]
    fn files() -> Files {
        Files::new("static")
    }

    #[get(r"\.php$", search)]
    fn gone() -> Status {
        Status::GONE
    }

    #[not_found]
    fn nothing() -> Html<String> {
        page("nothing")
    }

    #[catch]
    fn failed(error: &Error) -> Html<String> {
        page("failed")
    }
}
