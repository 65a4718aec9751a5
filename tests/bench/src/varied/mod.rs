//! The varied table, and paths for it.

mod routes;

use crate::random::Random;

pub use routes::varied;

const DIGITS: &str = "0123456789";
const HEX: &str = "0123456789abcdef";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const ACCENTED: &str = "aeiouäéîøúščßñłж東京日本語";
const GREEK: &str = "αβγδεζηθικλμνξοπρστυφχψω";

/// A path for the route at `place` in the table; with `unicode`, words have letters that are not
/// of ASCII, and else none do.
#[must_use]
pub fn path(place: usize, unicode: bool, random: &mut Random) -> String {
    if place < 12 { early(place, unicode, random) } else { late(place, unicode, random) }
}

fn word(unicode: bool, random: &mut Random) -> String {
    let letters = if unicode && random.one_in(2) { ACCENTED } else { LOWER };
    random.text(letters, 3, 10)
}

fn capitalized(unicode: bool, random: &mut Random) -> String {
    let (upper, lower) =
        if unicode { ("ÄÉØŠЖ", "äéøšñłж") } else { ("ABCDEFGH", LOWER) };
    format!("{}{}", random.text(upper, 1, 1), random.text(lower, 2, 8))
}

fn number(least: usize, most: usize, random: &mut Random) -> String {
    random.text(DIGITS, least, most)
}

fn date(random: &mut Random) -> String {
    format!("20{}-{}-{}", number(2, 2, random), number(2, 2, random), number(2, 2, random))
}

fn early(place: usize, unicode: bool, random: &mut Random) -> String {
    let one = word(unicode, random);
    let other = word(unicode, random);
    match place {
        0 => "/".to_owned(),
        1 => format!("/20{}/{}/{one}-{other}", number(2, 2, random), number(2, 2, random)),
        2 => format!("/tags/{one}"),
        3 => {
            let page = number(1, 3, random);
            let page = if random.one_in(2) { format!("/page/{page}") } else { String::new() };
            format!("/list{page}{}", random.pick(&["", ".json", ".xml", ".csv", "/"]))
        }
        4 => {
            let extension = random.pick(&["txt", "tar.gz", "pdf", "mp3"]);
            format!("/files/{one}/{other}.{extension}")
        }
        5 => format!("/docs/v{}.{}/{one}/{other}", number(1, 1, random), number(1, 2, random)),
        6 => {
            format!("/{}{}", random.pick(&["about", "About"]), random.pick(&["", "/team", "/Jobs"]))
        }
        7 => {
            let title = if unicode { "Résumé" } else { "resume" };
            format!("/{title}/{one}")
        }
        8 => format!("/compare/{one}.{other}...{other}"),
        9 => {
            let user = random.text("abcdefgh_0123", 3, 15);
            format!("/@{user}{}", random.pick(&["", "/posts", "/likes", "/media/"]))
        }
        10 => {
            let place = format!("{}.{}", number(2, 2, random), number(2, 6, random));
            let zoom = random.pick(&["", ",12z", ",7z"]);
            format!("/maps/{place},-{}{zoom}", number(1, 3, random))
        }
        _ => format!("/{}/{one}_{other}", random.pick(&["en", "de", "fr", "ja"])),
    }
}

fn late(place: usize, unicode: bool, random: &mut Random) -> String {
    let one = word(unicode, random);
    match place {
        12 => {
            let parts = [8, 4, 4, 4, 12].map(|n| random.text(HEX, n, n));
            format!("/uuid/{}", parts.join("-"))
        }
        13 => format!("/thumbnails/{}x{}/{one}.png", number(2, 4, random), number(2, 4, random)),
        14 if random.one_in(2) => format!("/archive/{}/{}", date(random), date(random)),
        14 => format!("/archive/{}", date(random)),
        15 => format!("/people/{}-{}", capitalized(unicode, random), capitalized(unicode, random)),
        16 if unicode => format!("/greek/{}", random.text(GREEK, 3, 12)),
        16 => format!("/{one}/legacy/{}.php", word(false, random)),
        17 => {
            let part = random.pick(&["blog", "news", "journal"]);
            format!("/{part}/{one}-{}-{}", number(1, 2, random), number(2, 6, random))
        }
        18 => {
            let resource = random.pick(&["users", "orders", "items"]);
            let id =
                if random.one_in(3) { String::new() } else { format!("/{}", number(1, 7, random)) };
            format!("/api/v{}/{resource}{id}", random.pick(&["1", "2"]))
        }
        19 => {
            format!("/static/{one}/app.{}.{}", random.text(HEX, 8, 8), random.pick(&["js", "css"]))
        }
        20 => format!("/mail/{one}.{}@{}.org", word(unicode, random), word(false, random)),
        21 => format!("/{one}/{}.php", word(unicode, random)),
        22 => format!("/magazine/{one}/{}/print", number(1, 5, random)),
        _ => format!("/{one}/{}", random.pick(&["wp-admin/setup", "wp-login", "WP-content/x"])),
    }
}
