//! Any bytes as a form with the boundary `X`: it is read or refused, and what is read is the same when
//! it is written down and read again.

use std::io::Read;

use http::header::CONTENT_TYPE;
use lychgate::parameter::Part;
use lychgate::prelude::*;

/// A name, a file's name, a media type and the content.
type Field = (String, Option<String>, Option<String>, Vec<u8>);

pub fn multipart(input: &[u8]) {
    let Ok(fields) = read(input.to_vec()) else { return };
    let content: usize = fields.iter().map(|field| field.3.len()).sum();
    assert!(content <= input.len());
    let is_plain = |text: &str| !text.contains(char::is_control);
    let quoted = |text: &str| text.replace('\\', r"\\").replace('"', r#"\""#);
    let mut again = Vec::new();
    for (name, file_name, media_type, content) in &fields {
        if !is_plain(name) || !file_name.as_deref().is_none_or(is_plain) {
            return;
        }
        let name = quoted(name);
        again.extend(format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"").bytes());
        again.extend(
            file_name.iter().flat_map(|it| format!("; filename=\"{}\"", quoted(it)).into_bytes()),
        );
        again.extend(
            media_type.iter().flat_map(|it| format!("\r\nContent-Type: {it}").into_bytes()),
        );
        again.extend([b"\r\n\r\n", &content[..], b"\r\n"].concat());
    }
    again.extend(b"--X--\r\n");
    assert_eq!(read(again).expect("what was read can be read"), fields);
}

/// The fields of a form, or the status of the refusal.
fn read(body: Vec<u8>) -> Result<Vec<Field>, Rejection> {
    let request = http::Request::post("/").header(CONTENT_TYPE, "multipart/form-data; boundary=X");
    let (request, ()) = request.body(()).expect("a request").into_parts();
    let environ = Environ::new(request, body.into(), Default::default(), None);
    Ok(Multipart::from_environ(&environ)?.into_parts().into_iter().map(field).collect())
}

fn field(part: Part) -> Field {
    let name = part.name().to_owned();
    let file_name = part.file_name().map(str::to_owned);
    let media_type = part.media_type().map(str::to_owned);
    let length = part.len();
    let mut content = Vec::new();
    part.into_reader().read_to_end(&mut content).expect("what was received can be read");
    assert_eq!(content.len() as u64, length);
    (name, file_name, media_type, content)
}
