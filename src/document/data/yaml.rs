//! YAML, and JSON, which is YAML 1.2 written in flow style.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser};

use super::{Broken, DEEPEST, Node, Scalar, unquoted};

/// Reads the first document in `text[within]`.
///
/// # Errors
///
/// Where it is no YAML, or is nested too deep.
pub(in crate::document) fn read(text: &str, within: Range<usize>) -> Result<Node, Broken> {
    let part = &text[within.clone()];
    let places = Places::new(part, within.start);
    // What is open: the list or table, and the key that waits for its value.
    let mut open: Vec<(Node, Option<Scalar>)> = Vec::new();
    for event in Parser::new_from_str(part) {
        let (event, span) = event.map_err(|error| Broken {
            at: places.byte(error.marker()),
            reason: error.info().to_owned(),
        })?;
        let done = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= DEEPEST => {
                return Err(Broken {
                    at: places.byte(&span.start),
                    reason: format!("it is nested more than {DEEPEST} levels deep"),
                });
            }
            Event::SequenceStart(..) => {
                open.push((Node::List(Vec::new()), None));
                None
            }
            Event::MappingStart(..) => {
                open.push((Node::Table(Vec::new()), None));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|(node, _)| node),
            Event::Scalar(words, ..) => {
                let range = places.byte(&span.start)..places.byte(&span.end);
                let trimmed = range.start..range.start + text[range.clone()].trim_end().len();
                Some(Node::Scalar(Scalar {
                    text: words.into_owned(),
                    range: unquoted(text, trimmed),
                }))
            }
            Event::Alias(_) => Some(Node::Scalar(Scalar::default())),
            _ => None,
        };
        let Some(node) = done else { continue };
        match open.last_mut() {
            None => return Ok(node),
            Some((Node::List(nodes), _)) => nodes.push(node),
            Some((Node::Table(entries), key @ None)) => {
                // A key that is itself a list or table names nothing.
                let name = match node {
                    Node::Scalar(scalar) => scalar,
                    _ => Scalar::default(),
                };
                *key = Some(name);
                let _ = entries;
            }
            Some((Node::Table(entries), key)) => entries.extend(key.take().map(|key| (key, node))),
            Some((Node::Scalar(_), _)) => {}
        }
    }
    Ok(Node::Table(Vec::new()))
}

/// Turns markers, which count characters, into bytes.
struct Places {
    start: usize,
    /// The byte of each character; empty where every character is one byte.
    bytes: Vec<usize>,
    len: usize,
}

impl Places {
    fn new(part: &str, start: usize) -> Self {
        let bytes = if part.is_ascii() {
            Vec::new()
        } else {
            part.char_indices().map(|(at, _)| at).collect()
        };
        Self {
            start,
            bytes,
            len: part.len(),
        }
    }

    fn byte(&self, marker: &Marker) -> usize {
        let at = if self.bytes.is_empty() {
            marker.index().min(self.len)
        } else {
            self.bytes.get(marker.index()).copied().unwrap_or(self.len)
        };
        self.start + at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(text: &str) -> Vec<(String, String)> {
        match read(text, 0..text.len()) {
            Ok(Node::Table(entries)) => entries
                .iter()
                .map(|(key, node)| {
                    let values: Vec<&str> = node.scalars().iter().map(|value| &text[value.range.clone()]).collect();
                    (text[key.range.clone()].to_owned(), values.join("|"))
                })
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_stand_where_they_are_said_to() {
        let text = "é: \"à Léon\"\ntags: [x, 'ÿ z']\nlist:\n  - un\n  - deux\nprix: 12 € # note\nvide:\n";
        let expected = [
            ("é", "à Léon"),
            ("tags", "x|ÿ z"),
            ("list", "un|deux"),
            ("prix", "12 €"),
            ("vide", ""),
        ];
        let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(flat(text), expected);
    }

    #[test]
    fn json_is_read_too() {
        let text = "{\n\t\"name\": \"Orvane\",\n\t\"staff\": 340, \"towns\": [\"Lyon\"]\n}";
        let expected = [("name", "Orvane"), ("staff", "340"), ("towns", "Lyon")];
        let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(flat(text), expected);
    }

    #[test]
    fn what_is_broken_says_where() {
        let text = "a: b\nc: d: e\n";
        let broken = read(text, 0..text.len()).expect_err("two colons");
        assert!((5..12).contains(&broken.at), "{broken:?}");
        let deep = "[".repeat(5_000);
        assert!(read(&deep, 0..deep.len()).is_err());
    }
}
