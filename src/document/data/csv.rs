//! Rows of comma-, semicolon- or tab-separated values under a row of headings.

use std::ops::Range;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::{Broken, Node, Scalar, unquoted};

/// Reads a whole text as a list of tables, one for each row.
///
/// # Errors
///
/// Where it has no row of headings.
pub(in crate::document) fn read(text: &str) -> Result<Node, Broken> {
    let mut rows = rows(text);
    if rows.is_empty() {
        return Err(Broken {
            at: 0,
            reason: "it has no row of headings".to_owned(),
        });
    }
    let headings = rows.remove(0);
    let tables = rows.into_iter().map(|row| {
        let fields = headings.iter().cloned().zip(row.into_iter().map(Node::Scalar));
        Node::Table(fields.collect())
    });
    Ok(Node::List(tables.collect()))
}

/// The fields of each row that is not empty.
fn rows(text: &str) -> Vec<Vec<Scalar>> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(delimiter(text)).build();
    let bytes = text.as_bytes();
    let mut rows = Vec::new();
    let mut row: Vec<Scalar> = Vec::new();
    let mut output = vec![0; 1 << 10];
    let mut field: Vec<u8> = Vec::new();
    let (mut at, mut start) = (0, 0);
    loop {
        let (result, read, written) = reader.read_field(&bytes[at..], &mut output);
        at += read;
        field.extend_from_slice(&output[..written]);
        match result {
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end } => {
                row.push(scalar(text, start..at, std::mem::take(&mut field)));
                start = at;
                if record_end {
                    rows.push(std::mem::take(&mut row));
                }
            }
            ReadFieldResult::End => break,
        }
    }
    rows.retain(|row| row.iter().any(|field| !field.text.is_empty()));
    rows
}

/// A field in the bytes that were read for it, which take in what stands behind it.
fn scalar(text: &str, read: Range<usize>, field: Vec<u8>) -> Scalar {
    let words = text.get(read.clone()).unwrap_or_default();
    let kept = words.trim_end_matches(['\r', '\n']);
    let quoted = kept.trim_start().starts_with('"');
    let kept = match kept.chars().next_back() {
        Some(sign @ (',' | ';' | '\t')) if !(quoted && kept.ends_with('"')) => &kept[..kept.len() - sign.len_utf8()],
        _ => kept,
    };
    let lead = kept.len() - kept.trim_start().len();
    let range = read.start + lead..read.start + lead + kept.trim().len();
    Scalar {
        text: String::from_utf8(field).unwrap_or_default().trim().to_owned(),
        range: unquoted(text, range),
    }
}

/// The sign that stands most often in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|sign| count(*sign))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_where_they_are_said_to() {
        for (text, expected) in [
            ("a,b\nÉlan,\"1,5\"\n", ["Élan", "1,5"]),
            ("a;b\r\nÉlan;1,5\r\n\r\n", ["Élan", "1,5"]),
            ("a\tb\nÉlan\t1,5", ["Élan", "1,5"]),
            ("a,b\n\" Élan\",1;5", [" Élan", "1;5"]),
        ] {
            let Ok(Node::List(rows)) = read(text) else {
                panic!("{text:?}")
            };
            let Some(Node::Table(fields)) = rows.first() else {
                panic!("{text:?}")
            };
            let got: Vec<&str> = fields
                .iter()
                .flat_map(|(_, node)| node.scalars())
                .map(|field| &text[field.range.clone()])
                .collect();
            assert_eq!(got, expected, "{text:?}");
        }
        assert!(read("").is_err());
    }
}
