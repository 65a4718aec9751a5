//! Routes that only patterns express: classes of Unicode, groups that may be absent, alternatives,
//! several captures in a segment and captures over several, letters of either case, and searches.

use lychgate::prelude::*;

/// The table. The handlers are never called: what is measured is finding them.
#[application]
pub mod varied {
    #[get("^$")]
    fn index() -> &'static str {
        "index"
    }

    #[get(r"^(?<year>\d{4})/(?<month>\d{2})/(?<slug>[\w-]+)/?$")]
    fn post(year: &str, month: &str, slug: &str) -> String {
        [year, month, slug].join(" ")
    }

    #[get(r"^tags/(?<tag>\w+)/?$")]
    fn tag(tag: &str) -> String {
        tag.to_owned()
    }

    #[get(r"^list(?:/page/(?<page>[0-9]+))?(?:\.(?<format>json|xml|csv))?/?$")]
    fn list(page: Option<&str>, format: Option<&str>) -> String {
        format!("{page:?} {format:?}")
    }

    #[get(r"^files/(?<path>.+)\.(?<extension>[a-z0-9]+)$")]
    fn file(path: &str, extension: &str) -> String {
        [path, extension].join(" ")
    }

    #[get(r"^docs/(?<version>v[0-9]+(?:\.[0-9]+){1,2})/(?<page>.*)$")]
    fn documentation(version: &str, page: &str) -> String {
        [version, page].join(" ")
    }

    #[get("(?i)^about(?:/(?<topic>team|press|jobs))?/?$")]
    fn about(topic: Option<&str>) -> String {
        format!("{topic:?}")
    }

    #[get(r"(?i)^r[eé]sum[eé]/(?<person>\p{L}+)$")]
    fn resume(person: &str) -> String {
        person.to_owned()
    }

    #[get(r"^compare/(?<base>[^/]+?)\.\.\.(?<head>[^/]+)$")]
    fn compare(base: &str, head: &str) -> String {
        [base, head].join(" ")
    }

    #[get("^@(?<user>[a-z0-9_]{1,15})(?:/(?<tab>posts|likes|media))?/?$")]
    fn profile(user: &str, tab: Option<&str>) -> String {
        format!("{user} {tab:?}")
    }

    #[get(r"^maps/(?<latitude>-?[0-9]+(?:\.[0-9]+)?),(?<longitude>-?[0-9]+(?:\.[0-9]+)?)(?:,(?<zoom>[0-9]+)z)?$")]
    fn map(latitude: &str, longitude: &str, zoom: Option<&str>) -> String {
        format!("{latitude} {longitude} {zoom:?}")
    }

    #[get("^(?<language>en|de|fr|ja)/(?<article>[^/]+)/?$")]
    fn article(language: &str, article: &str) -> String {
        [language, article].join(" ")
    }

    #[get("^uuid/(?<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$")]
    fn object(id: &str) -> String {
        id.to_owned()
    }

    #[get("^thumbnails/(?<width>[0-9]+)x(?<height>[0-9]+)/(?<image>.+)$")]
    fn thumbnail(width: &str, height: &str, image: &str) -> String {
        [width, height, image].join(" ")
    }

    #[get(r"^archive/(?<from>\d{4}-\d{2}-\d{2})(?:/(?<to>\d{4}-\d{2}-\d{2}))?$")]
    fn archive(from: &str, to: Option<&str>) -> String {
        format!("{from} {to:?}")
    }

    #[get(r"^people/(?<family>\p{Lu}\p{Ll}+)-(?<given>\p{Lu}\p{Ll}+)$")]
    fn person(family: &str, given: &str) -> String {
        [family, given].join(" ")
    }

    #[get(r"^greek/(?<word>\p{Greek}+)$")]
    fn greek(word: &str) -> String {
        word.to_owned()
    }

    #[get("^(?:blog|news|journal)/(?<title>[^/]+)-(?<number>[0-9]+)/?$")]
    fn story(title: &str, number: &str) -> String {
        [title, number].join(" ")
    }

    #[get("^api/v(?<version>[12])/(?<resource>users|orders|items)(?:/(?<id>[0-9]+))?$")]
    fn api(version: &str, resource: &str, id: Option<&str>) -> String {
        format!("{version} {resource} {id:?}")
    }

    #[get(r"^static/(?<path>[^.]+)\.(?<hash>[0-9a-f]{8})\.(?<kind>js|css)$")]
    fn asset(path: &str, hash: &str, kind: &str) -> String {
        [path, hash, kind].join(" ")
    }

    #[get(r"^mail/(?<user>[\w.+-]+)@(?<host>[\w.-]+)$")]
    fn mail(user: &str, host: &str) -> String {
        [user, host].join(" ")
    }

    #[get(r"\.php$", search)]
    fn script() -> &'static str {
        "script"
    }

    #[get(r"/(?<page>\d+)/print$", search)]
    fn print(page: &str) -> String {
        page.to_owned()
    }

    #[get("(?i)wp-(?<part>admin|login|content)", search)]
    fn probe(part: &str) -> String {
        part.to_owned()
    }
}
