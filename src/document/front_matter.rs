//! The keys at the top of a file: YAML between `---`, TOML between `+++`, or a JSON object.

use std::ops::Range;

use super::data::{self, Broken, Node, Scalar};
use super::metadata::Metadata;
use super::page::lines;

/// Front matter of more lines is data, not the head of an article.
const MOST_LINES: usize = 2_000;

/// The front matter of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FrontMatter {
    /// Where the text behind it begins.
    pub(super) end: usize,
    pub(super) metadata: Metadata,
    /// What could not be read, and why.
    pub(super) skipped: Option<(Range<usize>, String)>,
}

/// Reads the front matter, where the text begins with one. Keys of one that is broken are read
/// line by line, and what is wrong is told.
pub(super) fn read(text: &str) -> FrontMatter {
    let start = text.len() - text.trim_start_matches('\n').len();
    let lines: Vec<Range<usize>> = lines(text, start..text.len()).take(MOST_LINES).collect();
    let Some(opening) = lines.first().map(|line| text[line.clone()].trim_end()) else {
        return FrontMatter::default();
    };
    let closes: &[&str] = match opening {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        "{" => &["}"],
        _ => return FrontMatter::default(),
    };
    let Some(closing) = lines
        .iter()
        .skip(1)
        .find(|line| closes.contains(&text[(*line).clone()].trim_end()))
    else {
        return unclosed(text, &lines, opening);
    };
    let inside = lines[0].end..closing.start;
    let end = (closing.end + 1).min(text.len());
    let read = match opening {
        "+++" => data::toml(text, inside.clone()),
        "{" => data::yaml(text, lines[0].start..closing.end),
        _ => data::yaml(text, inside.clone()),
    };
    let mut metadata = Metadata::default();
    let skipped = match read {
        Ok(node @ Node::Table(_)) => {
            metadata.add_all(&node);
            None
        }
        // A rule, some words and another rule are no front matter.
        Ok(_) => return FrontMatter::default(),
        // A JSON object that is none is text.
        Err(_) if opening == "{" => return FrontMatter::default(),
        Err(broken) => {
            let known = line_by_line(text, inside.clone(), if opening == "+++" { '=' } else { ':' });
            if known.is_empty() {
                return FrontMatter::default();
            }
            for (key, value) in &known {
                metadata.add(key, value.clone());
            }
            Some(told(text, inside, &broken, opening))
        }
    };
    FrontMatter { end, metadata, skipped }
}

fn told(text: &str, inside: Range<usize>, broken: &Broken, opening: &str) -> (Range<usize>, String) {
    let language = if opening == "+++" { "TOML" } else { "YAML" };
    let line = lines(text, inside.clone())
        .find(|line| line.end >= broken.at)
        .unwrap_or(inside);
    let reason = format!(
        "the front matter is no valid {language} ({}): its keys were read line by line, lists and nested keys were not",
        broken.reason
    );
    (line, reason)
}

/// Whether a place of a text, in bytes, is part of its front matter.
pub fn is_in_front_matter(text: &str, at: usize) -> bool {
    text.starts_with(['-', '+', '{', '\n']) && at < read(text).end
}

/// Of front matter without an end, the first lines are read where they are keys, and that is told.
fn unclosed(text: &str, lines: &[Range<usize>], opening: &str) -> FrontMatter {
    let separator = match opening {
        "---" => ':',
        "+++" => '=',
        _ => return FrontMatter::default(),
    };
    let mut front = FrontMatter::default();
    for line in lines.iter().skip(1) {
        let found = line_by_line(text, line.clone(), separator);
        if found.is_empty() {
            break;
        }
        for (key, value) in found {
            front.metadata.add(&key, value);
        }
        front.end = (line.end + 1).min(text.len());
    }
    if front.end > 0 {
        let reason = format!("the front matter has no end: close it with {opening}; its first lines were read as keys");
        front.skipped = Some((lines[0].clone(), reason));
    }
    front
}

/// Keys at the beginning of a line, each with what stands behind it on the line.
fn line_by_line(text: &str, inside: Range<usize>, separator: char) -> Vec<(Scalar, Scalar)> {
    let one = |line: Range<usize>| {
        let words = &text[line.clone()];
        let (key, value) = words.split_once(separator)?;
        let is_key = !key.is_empty() && !key.starts_with([' ', '\t', '#', '-']) && key.split_whitespace().count() <= 3;
        if !is_key || value.trim().is_empty() || value.trim_start().starts_with(['[', '{', '|', '>']) {
            return None;
        }
        let start = line.start + key.len() + separator.len_utf8() + (value.len() - value.trim_start().len());
        let plain = value.trim();
        let inner = plain.trim_matches(['"', '\'']);
        let lead = plain.len() - plain.trim_start_matches(['"', '\'']).len();
        Some((
            Scalar {
                text: key.trim().to_owned(),
                range: line.start..line.start + key.trim_end().len(),
            },
            Scalar {
                text: inner.to_owned(),
                range: start + lead..start + lead + inner.len(),
            },
        ))
    };
    lines(text, inside).filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn keys_are_read_in_each_notation() {
        let yaml = "---\ntitle: \"A\"\ndate: 2025-03-04T10:00\nlang: fr-CA\n---\nBody";
        let toml = "+++\ntitle = 'A'\ndate = 2025-03-04\nlang = \"fr\"\n+++\nBody";
        let json = "{\n  \"title\": \"A\",\n  \"date\": \"2025-03-04\", \"lang\": \"fr\"\n}\nBody";
        for text in [yaml, toml, json] {
            let front = read(text);
            assert_eq!(&text[front.end..], "Body");
            assert_eq!(front.metadata.date(), Some(jiff::civil::date(2025, 3, 4)), "{text}");
            assert_eq!(front.metadata.language(), Some(Ok(Language::French)));
            assert_eq!(front.metadata.headlines().next().map(|range| &text[range]), Some("A"));
            assert_eq!(front.skipped, None);
        }
    }

    #[test]
    fn broken_front_matter_is_read_as_far_as_it_goes_and_told() {
        let text = "---\ntitle: Orvane: the works\ndate: 2025-03-04\n---\nBody";
        let front = read(text);
        assert_eq!(&text[front.end..], "Body");
        assert_eq!(front.metadata.date(), Some(jiff::civil::date(2025, 3, 4)));
        assert!(front.skipped.is_some());
        assert!(read("---\ntitle: x\n").skipped.is_some());
        assert_eq!(read("--- no\n---\n"), FrontMatter::default());
        assert_eq!(read("---\nSome words here, no keys\n---\nBody"), FrontMatter::default());
    }
}
