//! What a document takes of a function's documentation.

/// The texts of an operation.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Texts {
    /// The first paragraph.
    pub(super) summary: String,
    /// What follows.
    pub(super) description: String,
    /// The list under `# Responses`: a status, and what it means.
    pub(super) responses: Vec<(u16, String)>,
}

impl Texts {
    /// Reads the documentation.
    pub(super) fn of(docs: &str) -> Self {
        let (mut texts, mut is_list) = (Texts::default(), false);
        let mut rest = Vec::new();
        for line in docs.lines() {
            let line = line.trim_end();
            if line.starts_with('#') {
                is_list = line.trim_start_matches('#').trim() == "Responses";
                if is_list {
                    continue;
                }
            }
            if !is_list {
                rest.push(line);
            } else if let Some(response) = response(line) {
                texts.responses.push(response);
            } else if let (Some((_, text)), false) = (texts.responses.last_mut(), line.is_empty()) {
                text.push(' ');
                text.push_str(line.trim());
            }
        }
        let text = rest.join("\n");
        let (summary, description) = text.trim().split_once("\n\n").unwrap_or((text.trim(), ""));
        texts.summary = summary.replace('\n', " ");
        texts.description = description.trim().to_owned();
        texts
    }

    /// What is said of a status.
    pub(super) fn of_status(&self, status: u16) -> Option<&str> {
        let found = self.responses.iter().find(|(known, _)| *known == status);
        found.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
    }
}

/// `- 201: the book`, also with a star, or with quotes around the status.
fn response(line: &str) -> Option<(u16, String)> {
    let item = line.trim_start().strip_prefix(['-', '*'])?.trim_start();
    let item = item.strip_prefix('`').unwrap_or(item);
    let (status, text) = item.split_at_checked(3)?;
    let status = status.parse().ok().filter(|status| (100..600).contains(status))?;
    let text = text.trim_start_matches(['`', ':', ' ']);
    Some((status, text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_is_a_summary_a_description_and_responses() {
        let texts = Texts::of(
            "Adds a book\nto the others.\n\nIt gets a number.\n\n# Responses\n\n- 201: the book,\n  \
             as it is\n* `409` there is one\n\n# Errors\n\nNone.",
        );
        assert_eq!(texts.summary, "Adds a book to the others.");
        assert_eq!(texts.description, "It gets a number.\n\n# Errors\n\nNone.");
        let responses = [(201, "the book, as it is"), (409, "there is one")];
        let responses = responses.map(|(status, text)| (status, text.to_owned()));
        assert_eq!(texts.responses, responses);
        assert_eq!(texts.of_status(409), Some("there is one"));
        assert_eq!(Texts::of(""), Texts::default());
    }
}
